import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lockPolicy } from './lock-policy.ts';
import { lockState, notices, noticesDue, type Notice } from './lock-state.ts';
import { dayMs } from './period.ts';

describe('states by share of P', () => {
  test.each([
    [40, false, 'protected'],
    [22.5, false, 'protected'],
    [22.49, false, 'thinning'],
    [7.5, false, 'thinning'],
    [7.49, false, 'at-risk'],
    [0.01, false, 'at-risk'],
    [0, false, 'lapsed'],
    [-5, false, 'lapsed'],
    [Number.NaN, false, 'lapsed'],
    [40, true, 'at-risk'],
    [0, true, 'lapsed'],
  ])('%d of 30 days left, hidden %s: %s', (days, hiddenNeeded, expected) => {
    expect(lockState({ margin: days * dayMs, policy: lockPolicy(30), hiddenNeeded })).toBe(expected);
  });

  test('in days of the policy', () => {
    const policy = lockPolicy(30, 2000);
    expect(lockState({ margin: 45_000, policy, hiddenNeeded: false })).toBe('protected');
    expect(lockState({ margin: 44_999, policy, hiddenNeeded: false })).toBe('thinning');
  });
});

/** Which notice each of these margins (days) brings, one after the other. */
function said(protectDays: number, margins: readonly number[]): readonly (Notice | undefined)[] {
  const policy = lockPolicy(protectDays);
  let memory: readonly Notice[] = [];
  return margins.map((days) => {
    const due = noticesDue(days * dayMs, policy, memory);
    memory = due.said;
    return due.say;
  });
}

describe('notices', () => {
  test.each([
    [30, [7, 3, 1]],
    [4, [2, 1, 0.5]],
    [2900, [7, 3, 1]],
  ])('with P = %d days are due at %o days, each once', (protectDays, limits) => {
    for (const [index, limit] of limits.entries()) {
      const expected = notices[index];
      const earlier = said(protectDays, [...limits.slice(0, index), limit + 0.001]);
      expect(earlier.at(-1)).toBeUndefined();
      expect(said(protectDays, [...limits.slice(0, index), limit, limit, limit - 0.1])).toEqual([
        ...notices.slice(0, index),
        expected,
        undefined,
        undefined,
      ]);
    }
  });

  test('of several that are due only the most urgent is said, and the milder ones never later', () => {
    expect(said(30, [25, 0.5, 2, 5, -1])).toEqual([undefined, 'last', undefined, undefined, undefined]);
    expect(said(30, [Number.NaN])).toEqual(['last']);
  });

  test('are said again after the margin was healed, also when that is seen a while later', () => {
    expect(said(30, [6, 30, 6])).toEqual(['early', undefined, 'early']);
    expect(said(30, [6, 29.9, 6])).toEqual(['early', undefined, 'early']);
    expect(said(30, [6, 22, 6])).toEqual(['early', undefined, undefined]);
  });

  test('while falling, each at most once, more urgent ones later', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.array(fc.double({ min: -5, max: 400, noNaN: true }), { maxLength: 20 }),
        (protectDays, margins) => {
          const falling = margins.toSorted((a, b) => b - a);
          const heard = said(protectDays, falling).filter((notice) => notice !== undefined);
          const order = heard.map((notice) => notices.indexOf(notice));
          expect(order).toEqual([...new Set(order)].toSorted((a, b) => a - b));
          if ((falling.at(-1) ?? 1) <= 0) expect(heard.at(-1)).toBe('last');
        },
      ),
    );
  });
});
