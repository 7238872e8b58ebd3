import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeName, lockEnds, type NameState, type PassRules } from './choose-candidates.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 22);

const lapsed: NameState = {
  name: 'packs/ab/abc',
  bytes: 10,
  versions: 1,
  hidden: false,
  youngestAt: now - 40 * day,
  lockedUntil: now - 8 * day,
};
const rules: PassRules = {
  now,
  dayMs: day,
  space: 'automatic',
  isKept: () => false,
  since: () => now - day,
};
const judged = (state: Partial<NameState>, changed: Partial<PassRules> = {}) =>
  judgeName({ ...lapsed, ...state }, { ...rules, ...changed });

describe('a name is given back', () => {
  test('when nothing needs it, its locks have passed, and a pass a day ago found the same', () => {
    expect(judged({})).toEqual({ is: 'due', since: now - day });
    expect(judged({ lockedUntil: now })).toMatchObject({ is: 'due' });
    expect(judged({ lockedUntil: 0 })).toMatchObject({ is: 'due' });
  });

  test('not by the first pass, nor before a day is over', () => {
    expect(judged({}, { since: () => undefined })).toEqual({ is: 'waiting', since: now });
    expect(judged({}, { since: () => now - day + 1 })).toEqual({ is: 'waiting', since: now - day + 1 });
  });

  test('after a day of the policy, which tests shorten', () => {
    expect(judged({}, { dayMs: 1_000, since: () => now - 1_000 })).toMatchObject({ is: 'due' });
    expect(judged({}, { dayMs: 1_000, since: () => now - 999 })).toMatchObject({ is: 'waiting' });
  });

  test('not by a first pass that was made in the future: that clock was wrong', () => {
    expect(judged({}, { since: () => now + 1 })).toEqual({ is: 'waiting', since: now });
    expect(judged({}, { since: () => Number.NaN })).toEqual({ is: 'waiting', since: now });
  });

  test('not while a version is needed, whatever its locks are', () => {
    expect(judged({}, { isKept: (name) => name === lapsed.name })).toEqual({ is: 'kept' });
  });

  test('not while a lock runs, a hold lasts or nobody can tell', () => {
    expect(judged({ lockedUntil: now + 1 })).toEqual({ is: 'locked', until: now + 1 });
    expect(judged({ lockedUntil: Infinity })).toEqual({ is: 'locked', until: Infinity });
    expect(judged({ lockedUntil: Number.NaN })).toMatchObject({ is: 'locked' });
    expect(judged({ lockedUntil: undefined })).toEqual({ is: 'unknown' });
  });

  test('not just after an upload', () => {
    expect(judged({ youngestAt: now - day + 1 })).toEqual({ is: 'young' });
    expect(judged({ youngestAt: now + day })).toEqual({ is: 'young' });
  });

  test('once only where a rule deletes; by hand also what is hidden already', () => {
    expect(judged({ hidden: true })).toEqual({ is: 'hidden' });
    expect(judged({ hidden: true, lockedUntil: undefined })).toEqual({ is: 'hidden' });
    expect(judged({ hidden: true }, { space: 'by-hand' })).toMatchObject({ is: 'due' });
    expect(judged({ hidden: true, lockedUntil: now + 1 }, { space: 'by-hand' })).toMatchObject({
      is: 'locked',
    });
    expect(
      judged({ hidden: true, versions: 0, youngestAt: 0, lockedUntil: 0 }, { space: 'by-hand' }),
    ).toMatchObject({ is: 'due' });
  });
});

test('whatever the passes, nothing is given back that is needed, locked or was not found so a day before', () => {
  const pass = fc.record({
    after: fc.integer({ min: -3, max: 40 }),
    kept: fc.boolean(),
    lockedFor: fc.option(fc.integer({ min: -20, max: 20 }), { nil: undefined }),
    age: fc.integer({ min: 0, max: 60 }),
  });
  fc.assert(
    fc.property(fc.array(pass, { maxLength: 30 }), (passes) => {
      let time = now;
      let since: number | undefined;
      /** Times of the passes in a row that could have given it back. */
      let free: number[] = [];
      for (const { after, kept, lockedFor, age } of passes) {
        time += (after * day) / 10;
        const state = {
          ...lapsed,
          youngestAt: time - (age * day) / 10,
          lockedUntil: lockedFor === undefined ? undefined : time + (lockedFor * day) / 10,
        };
        const found = judgeName(state, { ...rules, now: time, isKept: () => kept, since: () => since });
        const isFree = !kept && lockedFor !== undefined && lockedFor <= 0 && age >= 10;
        free = isFree ? [...free, time] : [];
        expect(found.is === 'due' || found.is === 'waiting').toBe(isFree);
        if (found.is === 'due') expect(free.some((earlier) => time - earlier >= day)).toBe(true);
        since = found.is === 'due' || found.is === 'waiting' ? found.since : undefined;
      }
    }),
  );
});

test('a lock of any kind counts', () => {
  expect(lockEnds({ mode: null, until: null, legalHold: false })).toBe(0);
  expect(lockEnds({ mode: 'compliance', until: now, legalHold: false })).toBe(now);
  expect(lockEnds({ mode: 'governance', until: now, legalHold: false })).toBe(now);
  expect(lockEnds({ mode: 'compliance', until: null, legalHold: false })).toBe(Infinity);
  expect(lockEnds({ mode: null, until: null, legalHold: true })).toBe(Infinity);
});
