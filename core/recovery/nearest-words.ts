import { wordlist } from '@scure/bip39/wordlists/english.js';

/** More would be a guess, not a suggestion. */
const maxNearest = 8;
const maxDistance = 3;

/** The words of the list that look most like what was typed, the nearest first. A beginning of four letters is unique. */
export function nearestWords(typed: string): readonly string[] {
  return wordlist
    .map((word) => ({ word, far: distance(typed, word) }))
    .filter(({ far }) => far <= maxDistance)
    .toSorted((a, b) => a.far - b.far)
    .slice(0, maxNearest)
    .map(({ word }) => word);
}

function distance(typed: string, word: string): number {
  if (typed.length >= 4 && word.startsWith(typed.slice(0, 4))) return 0;
  return edits(typed.slice(0, 16), word);
}

/** Letters put in, left out, replaced, or swapped with their neighbour. */
function edits(a: string, b: string): number {
  let earlier: readonly number[] = [];
  let before: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (before[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (earlier[j - 2] ?? 0) + 1);
      row.push(least);
    }
    earlier = before;
    before = row;
  }
  return before[b.length] ?? 0;
}
