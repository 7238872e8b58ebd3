import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutWords } from './cut-words.ts';

test.each([
  ['short', 10, 'short'],
  ['exactly so', 10, 'exactly so'],
  ['the files changed: all of them', 20, 'the files changed…'],
  ['a averyverylongword', 10, 'a averyve…'],
  ['😀😀😀😀', 3, '😀😀…'],
])('%s in %i: %s', (words, most, cut) => {
  expect(cutWords(words, most)).toBe(cut);
});

test('is never longer than it may be', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 80 }), (words, most) => {
      expect(Array.from(cutWords(words, most)).length).toBeLessThanOrEqual(most);
    }),
  );
});
