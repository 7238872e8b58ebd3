const least = 12;
const leastDifferent = 6;

/** Beginnings and patterns that guessing programs try first, whatever is put behind them. */
const common = [
  'password',
  'passwort',
  'passphrase',
  'qwerty',
  'qwertz',
  'asdfgh',
  'letmein',
  'holdfast',
  'iloveyou',
  'changeme',
  'admin',
  'welcome',
  'abc123',
  '123456',
  '654321',
];

/**
 * Why a passphrase is refused; undefined: it is taken. It only has to hold against whoever has a copy of the sealed file or of
 * the key slot, at half a second of Argon2id a guess, so length counts and odd characters are not asked for.
 */
export function passphraseRefusal(passphrase: string): string | undefined {
  const text = passphrase.normalize('NFKC');
  const characters = Array.from(text);
  if (characters.length < least)
    return `it has ${characters.length} characters; take at least ${least}, for example four words that do not belong together`;
  if (text.trim() !== text)
    return 'it begins or ends with a space, which nobody sees when it is written down';
  if (new Set(characters).size < leastDifferent) return 'it repeats the same few characters';
  if (isRun(characters)) return 'it is a row of neighbouring characters';
  if (leftWithoutCommon(text.toLowerCase()) < least / 2)
    return 'it is one of those that are tried first; put words of your own into it';
  return undefined;
}

/** "abcdefghijkl", "987654321098" */
function isRun(characters: readonly string[]): boolean {
  const steps = characters
    .slice(1)
    .map((one, index) => (one.codePointAt(0) ?? 0) - (characters[index]?.codePointAt(0) ?? 0));
  return steps.filter((step) => Math.abs(step) <= 1).length > steps.length * 0.8;
}

function leftWithoutCommon(text: string): number {
  const left = common.reduce((rest, word) => rest.replaceAll(word, ''), text);
  return left.replaceAll(/[^\p{L}\p{N}]|\d{4}$/gu, '').length;
}
