type KnownSentence = { readonly key: string; readonly filled: Readonly<Record<string, string>> };

/** Which of these English sentences a text is, with what was filled into it; undefined: it is none of them. */
export function knownSentence(
  text: string,
  english: Readonly<Record<string, string>>,
): KnownSentence | undefined {
  for (const [key, sentence] of Object.entries(english)) {
    const found = patternOf(sentence).exec(text);
    if (found) return { key, filled: { ...found.groups } };
  }
  return undefined;
}

const patternOf = (sentence: string): RegExp =>
  new RegExp(
    `^${sentence.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/\{\{(\w+)\}\}/g, '(?<$1>.*)')}$`,
    's',
  );
