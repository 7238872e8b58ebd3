import { HoldfastError } from '../errors/holdfast-error.ts';
import type { KitLine } from './kit-lines.ts';

const wordCount = 24;

type Numbered = { readonly number: number | undefined; readonly word: string; readonly line: number };

/**
 * The 24 words of the lines below their heading, in lower case. Where they are numbered, the numbers give the order: a
 * page that was copied column by column has them in another one.
 * @throws kit-unreadable with the line, never with a word
 */
export function kitWords(lines: readonly KitLine[]): readonly string[] {
  const found = lines.flatMap(({ text, number }) => [...wordsIn(text, number)]);
  // A number may stand in a line of its own, above its word.
  const paired = pairNumbers(found);
  const last = paired.at(-1)?.line ?? lines[0]?.number ?? 1;
  if (paired.length !== wordCount)
    throw unreadable(last, `there are ${paired.length} recovery words, not ${wordCount}`);
  if (paired.every(({ number }) => number === undefined)) return paired.map(({ word }) => word);
  const ordered = new Map<number, string>();
  for (const { number, word, line } of paired) {
    if (number === undefined || number < 1 || number > wordCount)
      throw unreadable(line, 'a recovery word has no number from 1 to 24 before it, but others have');
    if (ordered.has(number)) throw unreadable(line, `there is a second recovery word ${number}`);
    ordered.set(number, word);
  }
  return [...ordered.entries()].toSorted(([a], [b]) => a - b).map(([, word]) => word);
}

function* wordsIn(text: string, line: number): Generator<{ token: string; line: number }> {
  for (const [token] of text.matchAll(/[\p{L}\p{N}\p{M}']+/gu)) yield { token, line };
}

function pairNumbers(tokens: readonly { token: string; line: number }[]): readonly Numbered[] {
  const paired: Numbered[] = [];
  let number: number | undefined;
  for (const { token, line } of tokens) {
    if (/^\d+$/.test(token)) number = Number(token);
    else {
      paired.push({ number, word: token.toLowerCase(), line });
      number = undefined;
    }
  }
  return paired;
}

function unreadable(line: number, reason: string): HoldfastError {
  return new HoldfastError('kit-unreadable', { line, reason });
}
