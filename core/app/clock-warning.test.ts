import { expect, test } from 'vitest';
import { clockWarning } from './clock-warning.ts';

const minute = 60_000;

test('up to five minutes nothing is said, above it is', () => {
  expect([5, -5, 0].map((minutes) => clockWarning(minutes * minute))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(clockWarning(6 * minute)).toContain('6 minutes behind');
  expect(clockWarning(-90 * minute)).toContain('90 minutes ahead of');
  expect(clockWarning(48 * 60 * minute)).toContain('48 hours behind');
});
