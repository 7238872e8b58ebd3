import { expect, test } from 'vitest';
import { leaseColumns, leaseSpan } from './lease-columns.ts';

const week = 7 * 86_400_000;

test('the needed part is drawn over the whole', () => {
  expect(leaseColumns([{ from: 0, neededBytes: 3, otherBytes: 2 }])).toEqual([[week / 2000], [5], [3]]);
});

test("today's line and the promise are inside, whatever the bars are", () => {
  const [from, to] = leaseSpan([{ from: 10 * week, neededBytes: 1, otherBytes: 0 }], 9 * week, 30 * week);
  expect(from).toBeLessThan((9 * week) / 1000);
  expect(to).toBeGreaterThan((30 * week) / 1000);
  const [, later] = leaseSpan([{ from: 40 * week, neededBytes: 1, otherBytes: 0 }], 9 * week, 30 * week);
  expect(later).toBeGreaterThan((41 * week) / 1000);
});

test('without a bar the span is today and the promise', () => {
  expect(leaseSpan([], week, 2 * week)).toEqual([(0.75 * week) / 1000, (2.25 * week) / 1000]);
});
