import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertBelowCap, checkPeriod, dayMs, leaseUntil, maxProtectDays, slack } from './period.ts';
import { lockPolicy } from './lock-policy.ts';

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

test('a policy counts in its own days', () => {
  expect(lockPolicy(30)).toEqual({ protectDays: 30, dayMs, protectMs: 30 * dayMs });
  const short = lockPolicy(30, 2000);
  expect(slack(0, short)).toBe(4000);
  expect(leaseUntil(now, short)).toBe(Math.floor((now + 64_000) / 1000) * 1000);
  expect(() => lockPolicy(0.5)).toThrow(code('period-invalid'));
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
    expect(slack(ageDays * dayMs, lockPolicy(protectDays))).toBe(expected * dayMs);
  });
});

describe('leases', () => {
  test('are whole seconds, P and 0.8 to 1.0 of the slack from now', () => {
    fc.assert(
      fc.property(someNow, days, age, jitter, (at, protectDays, ageMs, spread) => {
        const policy = lockPolicy(protectDays);
        const until = leaseUntil(at, policy, { ageMs, jitter: spread });
        const room = slack(ageMs, policy);
        expect(until % 1000).toBe(0);
        expect(until).toBeLessThanOrEqual(at + policy.protectMs + room);
        expect(until).toBeGreaterThan(at + policy.protectMs + 0.8 * room - 1001);
        expect(() => assertBelowCap(until, at, policy)).not.toThrow();
        expect(until).toBeLessThanOrEqual(at + 3000 * dayMs);
      }),
    );
  });

  test('jitter only shortens, whatever it is', () => {
    const longest = leaseUntil(now, lockPolicy(30));
    for (const spread of [-3, 0, 0.3, 1, 7, Number.POSITIVE_INFINITY])
      expect(leaseUntil(now, lockPolicy(30), { jitter: spread })).toBeLessThanOrEqual(longest);
    expect(leaseUntil(now, lockPolicy(30), { jitter: 0 })).toBe(
      Math.floor((now + 31.6 * dayMs) / 1000) * 1000,
    );
  });

  test.each([
    [Number.NaN, lockPolicy(30), {}],
    [now, { ...lockPolicy(30), protectMs: Number.NaN }, {}],
    [now, lockPolicy(30), { ageMs: Number.NaN }],
    [now, lockPolicy(30), { jitter: Number.NaN }],
    [Number.POSITIVE_INFINITY, lockPolicy(30), {}],
  ])('that are no date are never set: now %d, %o, %o', (at, policy, options) => {
    expect(() => leaseUntil(at, policy, options)).toThrow(code('lock-beyond-cap'));
  });
});

test('a date beyond P and the largest slack is a bug', () => {
  const cap = now + 90 * dayMs;
  expect(() => assertBelowCap(cap, now, lockPolicy(30))).not.toThrow();
  expect(() => assertBelowCap(cap + 1, now, lockPolicy(30))).toThrow(code('lock-beyond-cap'));
  expect(() => assertBelowCap(now + 3 * dayMs + 1, now, lockPolicy(1))).toThrow(code('lock-beyond-cap'));
  expect(() => assertBelowCap(Number.NaN, now, lockPolicy(30))).toThrow(code('lock-beyond-cap'));
});
