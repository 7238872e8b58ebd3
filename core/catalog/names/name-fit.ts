import { foldText, wordsOf } from './fold-text.ts';

/** How well a name, or else its path, has what was typed. The smaller the better. */
export const fits = { exact: 0, wholeWords: 1, wordStarts: 2, inside: 3, above: 4 } as const;

export type Fit = (typeof fits)[keyof typeof fits];

const sign = 0;
const letter = 1;
const digit = 2;

/** What a byte of folded UTF-8 belongs to. All beyond ASCII counts as letters, of whatever script. */
const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x30 && byte <= 0x39) return digit;
  return byte >= 0x80 || (byte >= 0x61 && byte <= 0x7a) ? letter : sign;
});

/** Whether a word ends between two bytes. A number is a word of its own: "img7" has 7, "img17" has not. */
const isEdge = (left = 0, right = 0): boolean => kinds[left] !== kinds[right] || kinds[left] === sign;

const dot = 0x2e;

/** What was typed, ready to be held against folded names as they lie in a block. */
export class NameFit {
  readonly #words: readonly Uint8Array[];
  readonly #whole: Uint8Array;

  constructor(text: string) {
    this.#words = wordsOf(text).map((word) => Buffer.from(word));
    this.#whole = Buffer.from(foldText(text.trim().replaceAll(/\s+/gu, ' ')));
  }

  /**
   * @param start of the name; byte `end` is the NUL behind it
   * @returns undefined: it has not all of the words
   */
  of(names: Uint8Array, start: number, end: number): Fit | undefined {
    let fit: Fit = fits.wholeWords;
    for (const word of this.#words) {
      const own = fitOfWord(names, start, end, word);
      if (own === undefined) return undefined;
      if (own > fit) fit = own;
    }
    return fit === fits.wholeWords && this.#isWhole(names, start) ? fits.exact : fit;
  }

  /** With or without an ending. */
  #isWhole(names: Uint8Array, start: number): boolean {
    const after = names[start + this.#whole.length];
    return (after === 0 || after === dot) && isAt(names, start, this.#whole);
  }
}

/** The best of the places at which a name has a word. */
function fitOfWord(names: Uint8Array, start: number, end: number, word: Uint8Array): Fit | undefined {
  const [first] = word;
  let best: Fit | undefined;
  for (let at = start; at <= end - word.length; at++) {
    if (names[at] !== first || !isAt(names, at, word)) continue;
    const after = at + word.length;
    if (at > start && !isEdge(names[at - 1], names[at])) best ??= fits.inside;
    else if (!isEdge(names[after - 1], names[after])) best = fits.wordStarts;
    else return fits.wholeWords;
  }
  return best;
}

function isAt(names: Uint8Array, at: number, word: Uint8Array): boolean {
  for (let index = 0; index < word.length; index++) if (names[at + index] !== word[index]) return false;
  return true;
}
