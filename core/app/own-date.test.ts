import { expect, test } from 'vitest';
import { dayMs } from '../locks/period.ts';
import { disagreesOnDate } from './own-date.ts';

const uploadedAt = Date.UTC(2026, 10, 22);

test.each([
  [0, false],
  [dayMs, false],
  [-dayMs, false],
  [dayMs + 1, true],
  [-dayMs - 1, true],
  [Number.NaN, true],
])('%d ms from the provider’s time: %s', (off, expected) => {
  expect(disagreesOnDate({ uploadedAt, body: { finishedAt: uploadedAt + off } })).toBe(expected);
});
