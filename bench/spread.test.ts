import { expect, test } from 'vitest';
import { middleAndMost, shareOver } from './spread.ts';

test('the middle one and the largest, whatever order they came in', () => {
  expect(middleAndMost([30, 10, 900, 20, 11])).toBe('20 | 900');
});

test('what is over the limit is counted, what is at it is not', () => {
  expect(shareOver(50, [16.7, 50, 50.1, 16.6, 120, 16.7, 16.7, 16.7])).toBe('25.0 %');
});

test('nothing measured is no good result', () => {
  expect(() => shareOver(50, [])).toThrow('nothing was measured');
});
