import { expect, test } from 'vitest';
import { daySpan } from './day-span.ts';

const at = (...[month, date, hour]: readonly [number, number, number]): number =>
  new Date(2026, month - 1, date, hour).getTime();

test('midnights are counted, not hours', () => {
  expect(daySpan(at(11, 22, 23), at(11, 23, 1))).toBe(1);
  expect(daySpan(at(11, 22, 1), at(11, 22, 23))).toBe(0);
  expect(daySpan(at(11, 22, 1), at(11, 20, 23))).toBe(-2);
});

test('a day of 23 or 25 hours is a day', () => {
  expect(daySpan(at(3, 28, 12), at(3, 30, 12))).toBe(2);
  expect(daySpan(at(10, 24, 12), at(10, 26, 12))).toBe(2);
});
