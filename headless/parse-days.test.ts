import { expect, test } from 'vitest';
import { parseAdvance, parseDays } from './parse-days.ts';

test.each([
  ['30d', 30],
  ['30', 30],
  ['1 day', 1],
  ['2900d', 2900],
])('%s is a period', (text, days) => {
  expect(parseDays(text)).toBe(days);
});

test.each([
  ['0d', 'period-invalid'],
  ['100000d', 'period-invalid'],
  ['-1d', 'period-invalid'],
  ['1.5d', 'period-invalid'],
  ['soon', 'usage'],
  ['', 'usage'],
  ['30w', 'usage'],
])('"%s" is none: %s', (text, code) => {
  expect(() => parseDays(text)).toThrow(expect.objectContaining({ code }));
});

test('a practice clock steps forward, never back', () => {
  expect(['+40d', '+1.5h', '+30m', '+5s'].map(parseAdvance)).toEqual([
    3_456_000_000, 5_400_000, 1_800_000, 5000,
  ]);
  for (const text of ['40d', '-40d', '+', '+4w'])
    expect(() => parseAdvance(text)).toThrow(expect.objectContaining({ code: 'usage' }));
});
