import { expect, test } from 'vitest';
import { countOf, durationInWords, sizeInWords, untilInWords } from './words-for-people.ts';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1.0 KB'],
  [999_949, '999.9 KB'],
  [999_950, '1.0 MB'],
  [2_840_000_000, '2.8 GB'],
  [5e15, '5.0 PB'],
])('%d bytes are %s', (bytes, words) => {
  expect(sizeInWords(bytes)).toBe(words);
});

test('dates come first, durations second', () => {
  const now = Date.UTC(2026, 10, 22, 12);
  expect(untilInWords(now + 29.2 * 86_400_000, now)).toBe('21 December 2026 (29 days)');
  expect(untilInWords(now + 86_400_000, now)).toBe('23 November 2026 (1 day)');
  expect(untilInWords(now + 1000, now)).toBe('22 November 2026 (less than a day)');
  expect(untilInWords(now, now)).toBe('22 November 2026 (passed)');
});

test.each([
  [0.2, 'less than 1 s'],
  [42.4, '42 s'],
  [90, '2 min'],
  [3600, '1 h'],
  [3900, '1 h 5 min'],
])('%d s are %s', (seconds, words) => {
  expect(durationInWords(seconds)).toBe(words);
});

test('counts agree with their nouns', () => {
  expect([0, 1, 1234].map((count) => countOf(count, 'file'))).toEqual(['0 files', '1 file', '1,234 files']);
  expect(countOf(2, 'directory', 'directories')).toBe('2 directories');
});
