import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertBelowCap, checkPeriod, dayMs, leaseUntil, maxProtectDays, slack } from './period.ts';

const now = Date.UTC(2026, 10, 22, 9, 30, 0, 123);
const days = fc.integer({ min: 1, max: maxProtectDays });
const someNow = fc.integer({ min: 0, max: Date.UTC(2200, 0) });
const age = fc.integer({ min: -dayMs, max: 4000 * dayMs });
const jitter = fc.double({ min: 0, max: 1, noNaN: true });
const code = (expected: string): unknown => expect.objectContaining({ code: expected });

test.each([0, -1, 0.5, 1.5, 2901, 100_000, Number.NaN, Number.POSITIVE_INFINITY])(
  '%d days are refused',
  (wrong) => {
    expect(() => checkPeriod(wrong)).toThrow(code('period-invalid'));
  },
);

test.each([1, 30, 90, maxProtectDays])('%d days are taken', (right) => {
  expect(() => checkPeriod(right)).not.toThrow();
});

describe('slack', () => {
  test.each([
    [0, 30, 2],
    [3, 30, 2],
    [10, 30, 5],
    [1000, 30, 60],
    [1000, 365, 60],
    [1000, 7, 14],
    [1000, 1, 2],
    [-5, 30, 2],
  ])('of something %d days old at P = %d days: %d days', (ageDays, protectDays, expected) => {
    expect(slack(ageDays * dayMs, protectDays * dayMs)).toBe(expected * dayMs);
  });
});

describe('leases', () => {
  test('are whole seconds, P and 0.8 to 1.0 of the slack from now', () => {
    fc.assert(
      fc.property(someNow, days, age, jitter, (at, protectDays, ageMs, spread) => {
        const protectMs = protectDays * dayMs;
        const until = leaseUntil(at, protectMs, { ageMs, jitter: spread });
        const room = slack(ageMs, protectMs);
        expect(until % 1000).toBe(0);
        expect(until).toBeLessThanOrEqual(at + protectMs + room);
        expect(until).toBeGreaterThan(at + protectMs + 0.8 * room - 1001);
        expect(() => assertBelowCap(until, at, protectMs)).not.toThrow();
        expect(until).toBeLessThanOrEqual(at + 3000 * dayMs);
      }),
    );
  });

  test('jitter only shortens, whatever it is', () => {
    const longest = leaseUntil(now, 30 * dayMs);
    for (const spread of [-3, 0, 0.3, 1, 7, Number.POSITIVE_INFINITY])
      expect(leaseUntil(now, 30 * dayMs, { jitter: spread })).toBeLessThanOrEqual(longest);
    expect(leaseUntil(now, 30 * dayMs, { jitter: 0 })).toBe(Math.floor((now + 31.6 * dayMs) / 1000) * 1000);
  });

  test.each([
    [Number.NaN, 30 * dayMs, {}],
    [now, Number.NaN, {}],
    [now, 30 * dayMs, { ageMs: Number.NaN }],
    [now, 30 * dayMs, { jitter: Number.NaN }],
    [Number.POSITIVE_INFINITY, 30 * dayMs, {}],
  ])('that are no date are never set: now %d, P %d, %o', (at, protectMs, options) => {
    expect(() => leaseUntil(at, protectMs, options)).toThrow(code('lock-beyond-cap'));
  });
});

test('a date beyond P and the largest slack is a bug', () => {
  const cap = now + 90 * dayMs;
  expect(() => assertBelowCap(cap, now, 30 * dayMs)).not.toThrow();
  expect(() => assertBelowCap(cap + 1, now, 30 * dayMs)).toThrow(code('lock-beyond-cap'));
  expect(() => assertBelowCap(now + 3 * dayMs + 1, now, dayMs)).toThrow(code('lock-beyond-cap'));
  expect(() => assertBelowCap(Number.NaN, now, 30 * dayMs)).toThrow(code('lock-beyond-cap'));
});
