/**
 * A rough guess at the bits of a passphrase people choose: characters count by the kinds there are, repeats and runs
 * count little. It only colours a bar; what is refused is decided by the engine.
 */
export function passphraseBits(passphrase: string): number {
  const kinds = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/\d/, 10],
    [/[^a-zA-Z\d]/, 32],
  ] as const;
  const alphabet = kinds.reduce((sum, [pattern, count]) => sum + (pattern.test(passphrase) ? count : 0), 0);
  const characters = Array.from(passphrase);
  const fresh = characters.filter((character, index) => {
    const step = (character.codePointAt(0) ?? 0) - (characters[index - 1]?.codePointAt(0) ?? 0);
    return index === 0 || Math.abs(step) > 1;
  }).length;
  const distinct = new Set(characters).size;
  // People write words: a letter of a word is worth about 2 bits, one of a random string up to its alphabet's.
  const perCharacter = Math.min(Math.log2(Math.max(alphabet, 2)), 2 + distinct / 10);
  return fresh * perCharacter;
}

export function passphraseStrength(passphrase: string): 'weak' | 'fair' | 'good' {
  const bits = passphraseBits(passphrase);
  if (bits < 40) return 'weak';
  return bits < 60 ? 'fair' : 'good';
}
