import { wordlist } from '@scure/bip39/wordlists/english.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprint } from '../crypto/keys.ts';
import { masterToWords } from '../crypto/recovery-words.ts';
import { mendWords } from './mend-words.ts';
import { nearestWords } from './nearest-words.ts';

const master = new Uint8Array(32).map((_, index) => index * 7 + 3);
const words = masterToWords(master);
const right = fingerprint(master);

const replaced = (position: number, word: string): readonly string[] => words.with(position - 1, word);
const swapped = (a: number, b: number): readonly string[] =>
  words.with(a - 1, words[b - 1] ?? '').with(b - 1, words[a - 1] ?? '');

test('words that fit are left alone, also in capitals', () => {
  expect(mendWords(words, right)).toEqual({ kind: 'exact', words });
  expect(
    mendWords(
      words.map((word) => word.toUpperCase()),
      undefined,
    ),
  ).toEqual({ kind: 'exact', words });
});

describe('with the fingerprint', () => {
  test.each([1, 7, 24])('another word of the list as word %i is found', (position) => {
    const other = words[position - 1] === 'zoo' ? 'zone' : 'zoo';
    expect(mendWords(replaced(position, other), right)).toEqual({
      kind: 'mended',
      how: 'one-wrong',
      positions: [position],
      words,
    });
  });

  test('any one word may be anything, and any two may be swapped', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.nat(23),
        fc.nat(23),
        fc.constantFrom(...wordlist, 'qqqq', ''),
        (key, a, b, other) => {
          const meant = masterToWords(key);
          const typed = meant.with(a, other);
          expect(mendWords(typed, fingerprint(key))).toMatchObject({ words: meant });
          const turned = meant.with(a, meant[b] ?? '').with(b, meant[a] ?? '');
          expect(mendWords(turned, fingerprint(key))).toMatchObject({ words: meant });
        },
      ),
      { numRuns: 5 },
    );
  });

  test('two swapped words are called so', () => {
    expect(mendWords(swapped(3, 20), right)).toEqual({
      kind: 'mended',
      how: 'swapped',
      positions: [3, 20],
      words,
    });
  });

  test('several mistyped words are found as long as they look like what was meant', () => {
    const typed = words.map((word, index) => ([1, 8, 16].includes(index) ? `${word.slice(0, -1)}q` : word));
    expect(mendWords(typed, right)).toEqual({
      kind: 'mended',
      how: 'several-wrong',
      positions: [2, 9, 17],
      words,
    });
  });
});

test('two wrong words are not found, and words of another kit are not taken for this one', () => {
  const two = replaced(3, 'zoo').with(10, 'zone');
  expect(mendWords(two, right)).toMatchObject({ kind: 'do-not-fit' });
  const other = masterToWords(new Uint8Array(32).fill(9));
  expect(mendWords(other, right)).toEqual({ kind: 'do-not-fit', checksumFits: true });
});

describe('without the fingerprint', () => {
  test('a word that is in no list is proposed where a single likely one fits the checksum', () => {
    expect(mendWords(replaced(2, 'explainn'), undefined)).toMatchObject({ kind: 'mended', words });
  });
  test('one of the list is not, and no swap: hundreds fit the checksum by chance', () => {
    expect(mendWords(replaced(7, 'zoo'), undefined)).toEqual({ kind: 'do-not-fit', checksumFits: false });
  });
});

test('words that are in no list are named with what looks like them', () => {
  const typed = replaced(2, 'xqzvw').with(4, 'glaer').with(12, 'dush').with(13, 'dolpin').with(20, 'arest');
  const result = mendWords(typed, '0000-0000-0000-0000');
  expect(result).toMatchObject({ kind: 'unknown-words' });
  const found = result.kind === 'unknown-words' ? result.unknown : [];
  expect(found.map(({ position }) => position)).toEqual([2, 5, 13, 14, 21]);
  expect(found[0]?.nearest).toEqual([]);
  expect(found[1]?.nearest).toContain('glare');
});

test('too few or too many are counted', () => {
  expect(mendWords(words.slice(1), right)).toEqual({ kind: 'wrong-count', count: 23 });
  expect(mendWords([...words, 'zoo'], right)).toEqual({ kind: 'wrong-count', count: 25 });
});

test('near are words with a letter more, less, other or swapped, and whatever begins alike', () => {
  for (const typed of ['abandonn', 'abadon', 'abendon', 'abanodn', 'aban', 'abanxxxxxxxx'])
    expect(nearestWords(typed)[0]).toBe('abandon');
  expect(nearestWords('xqzvwkjh')).toEqual([]);
});
