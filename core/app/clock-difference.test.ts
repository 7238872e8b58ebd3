import { expect, test } from 'vitest';
import { judgeClocks } from './clock-difference.ts';

const minute = 60_000;
const day = 1440 * minute;
const now = Date.UTC(2026, 10, 22);

test('up to five minutes nothing is said, above it is, above a day nothing may be locked', () => {
  expect(judgeClocks(now, { now: now + 5 * minute, movedBy: 0 })).toBeUndefined();
  expect(judgeClocks(now, { now: now + 6 * minute, movedBy: 0 })).toContain('6 minutes behind');
  expect(judgeClocks(now, { now: now - day, movedBy: 0 })).toContain('1440 minutes ahead of');
  expect(() => judgeClocks(now, { now: now + day + 1, movedBy: 0 })).toThrow(
    expect.objectContaining({ code: 'clocks-differ' }),
  );
  expect(() => judgeClocks(now, { now: now - 2 * day, movedBy: 0 })).toThrow(
    expect.objectContaining({ code: 'clocks-differ', details: { hours: 48 } }),
  );
});

test('a practice clock that was moved on purpose is allowed for, and only by what it was moved', () => {
  expect(judgeClocks(now, { now: now + 40 * day, movedBy: 40 * day })).toBeUndefined();
  expect(() => judgeClocks(now, { now: now + 40 * day, movedBy: 30 * day })).toThrow(
    expect.objectContaining({ code: 'clocks-differ' }),
  );
});
