import { createHash } from 'node:crypto';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { fingerprint as fingerprintOf, masterKeyBytes } from '../crypto/keys.ts';
import { nearestWords } from './nearest-words.ts';

const wordCount = 24;
/** Combinations of likely words that are tried; each costs a SHA-256 of 32 bytes. */
const maxTried = 1 << 20;

/** Words that fit, with what was changed. A person confirms it with the page in hand; nothing is changed silently. */
export type MendedWords = {
  readonly kind: 'mended';
  readonly words: readonly string[];
  readonly how: 'one-wrong' | 'several-wrong' | 'swapped';
  /** From 1, as the kit numbers them. */
  readonly positions: readonly number[];
};

export type MendResult =
  | { readonly kind: 'exact'; readonly words: readonly string[] }
  | MendedWords
  /** These are not in the list; what is in it and looks most like each. */
  | {
      readonly kind: 'unknown-words';
      readonly unknown: readonly { readonly position: number; readonly nearest: readonly string[] }[];
    }
  /** All are in the list, and neither one other word nor a swap of two makes them fit. */
  | { readonly kind: 'do-not-fit'; readonly checksumFits: boolean }
  | { readonly kind: 'wrong-count'; readonly count: number };

/**
 * What was probably meant by 24 words that a person typed: one wrong word is found by trying all others in its place,
 * two swapped ones by trying all swaps. The fingerprint tells the right one from the many that only fit the checksum.
 * @param fingerprint as the kit says; undefined: then only what leaves a single answer is proposed
 */
export function mendWords(typed: readonly string[], fingerprint: string | undefined): MendResult {
  const words = typed.map((word) => word.normalize('NFKD').toLowerCase());
  if (words.length !== wordCount) return { kind: 'wrong-count', count: words.length };
  const wanted = fingerprint?.toLowerCase().replaceAll(/[^0-9a-f]/g, '') || undefined;
  const numbers = words.map((word) => wordlist.indexOf(word));
  const unknown = numbers.flatMap((number, index) => (number < 0 ? [index] : []));
  if (unknown.length > 0) return mendUnknown(words, numbers, unknown, wanted);
  if (fits(numbers, wanted)) return { kind: 'exact', words };
  // Without it one swap in 256 fits the checksum by chance, and so some of the 276 do.
  const found = wanted && (only(swapsThatFit(numbers, wanted)) ?? only(replacementsThatFit(numbers, wanted)));
  if (found) return mended(words, found);
  return { kind: 'do-not-fit', checksumFits: masterOf(numbers) !== undefined };
}

type Numbers = readonly number[];

function mendUnknown(
  words: readonly string[],
  numbers: Numbers,
  unknown: Numbers,
  wanted: string | undefined,
): MendResult {
  const nearest = unknown.map((index) => nearestWords(words[index] ?? ''));
  const [first] = unknown;
  // Alone, it may be any word; the likely ones go first, and without a fingerprint only they count.
  const all = unknown.length === 1 && wanted ? [wordlist.map((_, number) => number)] : nearest.map(asNumbers);
  const found = first === undefined ? undefined : only(choicesThatFit(numbers, unknown, all, wanted));
  if (found) return mended(words, found);
  return {
    kind: 'unknown-words',
    unknown: unknown.map((index, at) => ({ position: index + 1, nearest: nearest[at] ?? [] })),
  };
}

const asNumbers = (words: readonly string[]): Numbers => words.map((word) => wordlist.indexOf(word));

function mended(before: readonly string[], numbers: Numbers): MendedWords {
  const words = numbers.map((number) => wordlist[number] ?? '');
  const positions = words.flatMap((word, index) => (word === before[index] ? [] : [index + 1]));
  const isSwap = before.toSorted().join(' ') === words.toSorted().join(' ');
  const how = isSwap ? 'swapped' : positions.length === 1 ? 'one-wrong' : 'several-wrong';
  return { kind: 'mended', words, how, positions };
}

/** Where several fit, none is proposed: that happens only without a fingerprint. */
function only(found: Iterable<Numbers>): Numbers | undefined {
  let first: Numbers | undefined;
  for (const one of found) {
    if (first && first.join() !== one.join()) return undefined;
    first = one;
  }
  return first;
}

function* swapsThatFit(numbers: Numbers, wanted: string | undefined): Generator<Numbers> {
  for (let a = 0; a < wordCount; a += 1)
    for (let b = a + 1; b < wordCount; b += 1) {
      if (numbers[a] === numbers[b]) continue;
      const swapped = numbers.with(a, numbers[b] ?? 0).with(b, numbers[a] ?? 0);
      if (fits(swapped, wanted)) yield swapped;
    }
}

function* replacementsThatFit(numbers: Numbers, wanted: string | undefined): Generator<Numbers> {
  const tried = [...numbers];
  for (const [at, before] of numbers.entries()) {
    for (let other = 0; other < wordlist.length; other += 1) {
      tried[at] = other;
      if (other !== before && fits(tried, wanted)) yield [...tried];
    }
    tried[at] = before;
  }
}

/** @param choices for each of `places`, the words that may stand there */
function* choicesThatFit(
  numbers: Numbers,
  places: Numbers,
  choices: readonly Numbers[],
  wanted: string | undefined,
): Generator<Numbers> {
  const count = choices.reduce((product, { length }) => product * length, 1);
  if (count > maxTried) return;
  const tried = [...numbers];
  for (let which = 0; which < count; which += 1) {
    let rest = which;
    for (const [at, place] of places.entries()) {
      const choice = choices[at] ?? [];
      tried[place] = choice[rest % choice.length] ?? 0;
      rest = Math.floor(rest / choice.length);
    }
    if (fits(tried, wanted)) yield [...tried];
  }
}

function fits(numbers: Numbers, wanted: string | undefined): boolean {
  const master = masterOf(numbers);
  if (!master) return false;
  return wanted === undefined || fingerprintOf(master).replaceAll('-', '') === wanted;
}

/** BIP-39 for 24 words: 11 bits each, of which the last 8 are the checksum. undefined: it does not fit. */
function masterOf(numbers: Numbers): Uint8Array | undefined {
  const bytes = new Uint8Array(masterKeyBytes + 1);
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const number of numbers) {
    held = (held << 11) | number;
    bits += 11;
    while (bits >= 8) {
      bits -= 8;
      bytes[at] = held >>> bits;
      at += 1;
      held &= (1 << bits) - 1;
    }
  }
  const master = bytes.subarray(0, masterKeyBytes);
  return createHash('sha256').update(master).digest()[0] === bytes[masterKeyBytes] ? master : undefined;
}
