/** The engine's words may stand inside a sentence; here they are one. What begins with a name stays as it is. */
export function sentence(words: string): string {
  const begun = /^\p{Ll}+,? /u.test(words) ? words[0]!.toUpperCase() + words.slice(1) : words;
  return /[.!?…:]$/.test(begun) ? begun : `${begun}.`;
}
