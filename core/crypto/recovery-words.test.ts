import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { masterToWords, wordsToMaster } from './recovery-words.ts';

const masters = fc.uint8Array({ minLength: 32, maxLength: 32 });

test('BIP-39 vectors of the standard', () => {
  expect(masterToWords(new Uint8Array(32)).join(' ')).toBe(`${'abandon '.repeat(23)}art`);
  expect(masterToWords(new Uint8Array(32).fill(0xff)).join(' ')).toBe(`${'zoo '.repeat(23)}vote`);
  const third = Buffer.from('68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c', 'hex');
  const words =
    'hamster diagram private dutch cause delay private meat slide toddler razor book happy fancy gospel tennis maple dilemma loan word shrug inflict delay length';
  expect(masterToWords(third).join(' ')).toBe(words);
  expect(Buffer.from(wordsToMaster(words))).toEqual(third);
});

test('24 words there and back, however they were typed', () => {
  fc.assert(
    fc.property(masters, (master) => {
      const words = masterToWords(master);
      expect(words).toHaveLength(24);
      expect(wordsToMaster(words.join(' '))).toEqual(master);
      const typed = words.map((word, index) => `${index + 1}. ${word.toUpperCase()},\n`).join('');
      expect(wordsToMaster(typed)).toEqual(master);
    }),
    { numRuns: 30 },
  );
});

describe('what is wrong is said without repeating a word', () => {
  const words = masterToWords(new Uint8Array(32).fill(5));
  test.each([
    ['too few', words.slice(1).join(' '), 'there are 23 words, not 24'],
    ['unknown', [...words.slice(0, 4), 'xyzzy', ...words.slice(5)].join(' '), 'word 5 is not in the list'],
    [
      'checksum',
      [...words.slice(0, 23), words[23] === 'zoo' ? 'art' : 'zoo'].join(' '),
      'a word is mistyped',
    ],
  ])('%s', (_, typed, reason) => {
    expect(() => wordsToMaster(typed)).toThrow(`words-wrong {"reason":"${reason}`);
  });
});
