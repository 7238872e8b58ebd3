import { describe, expect, it } from 'vitest';
import {
  dayMs,
  isLocked,
  mayChangeRetention,
  mayDelete,
  mayPlaceRetention,
  stampedRetention,
  type LockState,
} from './lock-rules.ts';
import type { Retention } from './vault-version.ts';

const now = Date.UTC(2026, 10, 22);
const governance = (until: number): Retention => ({ mode: 'governance', until });
const compliance = (until: number): Retention => ({ mode: 'compliance', until });
const later = now + dayMs;
const past = now - 1;

const free: LockState = { retention: null, legalHold: null };
const by = {
  plain: [false, false],
  asked: [true, false],
  able: [false, true],
  bypass: [true, true],
} as const;
const asked = (who: keyof typeof by) => ({ now, bypass: by[who][0], mayBypass: by[who][1] });

describe('deleting a version', () => {
  it.each<[string, LockState, keyof typeof by, 'allowed' | 'locked' | 'unauthorized']>([
    ['never locked', free, 'plain', 'allowed'],
    ['never locked, bypass', free, 'bypass', 'allowed'],
    ['never locked, bypass asked without the capability', free, 'asked', 'unauthorized'],
    ['hold lifted', { ...free, legalHold: false }, 'plain', 'allowed'],
    ['hold', { ...free, legalHold: true }, 'plain', 'locked'],
    ['hold, bypass', { ...free, legalHold: true }, 'bypass', 'locked'],
    ['hold over passed retention', { retention: governance(past), legalHold: true }, 'bypass', 'locked'],
    ['governance', { ...free, retention: governance(later) }, 'plain', 'locked'],
    ['governance, able but not asking', { ...free, retention: governance(later) }, 'able', 'locked'],
    ['governance, asking but not able', { ...free, retention: governance(later) }, 'asked', 'unauthorized'],
    ['governance, bypass', { ...free, retention: governance(later) }, 'bypass', 'allowed'],
    ['governance to the last millisecond', { ...free, retention: governance(now + 1) }, 'plain', 'locked'],
    ['governance at its end', { ...free, retention: governance(now) }, 'plain', 'allowed'],
    ['compliance', { ...free, retention: compliance(later) }, 'plain', 'locked'],
    ['compliance, able', { ...free, retention: compliance(later) }, 'able', 'locked'],
    ['compliance, bypass', { ...free, retention: compliance(later) }, 'bypass', 'locked'],
    ['compliance, asking but not able', { ...free, retention: compliance(later) }, 'asked', 'unauthorized'],
    ['compliance to the last millisecond', { ...free, retention: compliance(now + 1) }, 'bypass', 'locked'],
    ['compliance at its end', { ...free, retention: compliance(now) }, 'plain', 'allowed'],
  ])('%s', (_name, state, who, verdict) => {
    expect(mayDelete(state, { ...asked(who), liar: false })).toBe(verdict);
  });

  it.each([free, { ...free, legalHold: true }, { ...free, retention: compliance(later) }])(
    'a liar deletes whatever the lock says, and still asks for the capability: %o',
    (state) => {
      expect(mayDelete(state, { ...asked('plain'), liar: true })).toBe('allowed');
      expect(mayDelete(state, { ...asked('asked'), liar: true })).toBe('unauthorized');
    },
  );
});

describe('changing a retention', () => {
  const far = later + dayMs;
  it.each<[string, Retention | null, Retention | null, keyof typeof by, string]>([
    ['first set, governance', null, governance(later), 'plain', 'allowed'],
    ['first set, compliance', null, compliance(later), 'plain', 'allowed'],
    ['first set by a minute', null, compliance(now + 60_000), 'plain', 'allowed'],
    ['clear nothing', null, null, 'plain', 'allowed'],
    ['set in the past', null, compliance(past), 'plain', 'retain-in-past'],
    ['set to this moment', null, compliance(now), 'plain', 'retain-in-past'],
    ['set 3,000 days ahead', null, compliance(now + 3000 * dayMs), 'plain', 'allowed'],
    ['set further', null, compliance(now + 3000 * dayMs + 1), 'plain', 'retain-too-far'],
    ['governance extended', governance(later), governance(far), 'plain', 'allowed'],
    ['governance to the same date', governance(later), governance(later), 'plain', 'allowed'],
    ['governance shortened', governance(far), governance(later), 'plain', 'retention-protected'],
    ['governance shortened, able', governance(far), governance(later), 'able', 'retention-protected'],
    ['governance shortened, asked', governance(far), governance(later), 'asked', 'retention-protected'],
    ['governance shortened, bypass', governance(far), governance(later), 'bypass', 'allowed'],
    ['governance shortened to the past', governance(far), governance(past), 'bypass', 'retain-in-past'],
    ['governance cleared', governance(later), null, 'plain', 'retention-protected'],
    ['governance cleared, asked', governance(later), null, 'asked', 'retention-protected'],
    ['governance cleared, bypass', governance(later), null, 'bypass', 'allowed'],
    ['governance made compliance', governance(later), compliance(far), 'plain', 'retention-protected'],
    ['governance made compliance, bypass', governance(later), compliance(far), 'bypass', 'allowed'],
    ['passed governance set anew', governance(past), compliance(later), 'plain', 'allowed'],
    ['passed governance cleared', governance(past), null, 'plain', 'allowed'],
    ['compliance extended', compliance(later), compliance(far), 'plain', 'allowed'],
    ['compliance to the same date', compliance(later), compliance(later), 'plain', 'allowed'],
    ['compliance shortened', compliance(far), compliance(far - 1), 'plain', 'retention-protected'],
    ['compliance shortened, bypass', compliance(far), compliance(later), 'bypass', 'retention-protected'],
    ['compliance cleared', compliance(later), null, 'plain', 'retention-protected'],
    ['compliance cleared, bypass', compliance(later), null, 'bypass', 'retention-protected'],
    ['compliance made governance', compliance(later), governance(far), 'plain', 'retention-protected'],
    [
      'compliance made governance, bypass',
      compliance(later),
      governance(far),
      'bypass',
      'retention-protected',
    ],
    ['passed compliance shortened', compliance(past), governance(later), 'plain', 'allowed'],
    ['passed compliance cleared', compliance(past), null, 'plain', 'allowed'],
  ])('%s', (_name, current, wanted, who, verdict) => {
    expect(mayChangeRetention(current, wanted, { ...asked(who), bucketLocks: true })).toBe(verdict);
  });

  it('needs a lock bucket, whatever is wanted', () => {
    for (const wanted of [null, compliance(later), compliance(past)])
      expect(mayChangeRetention(null, wanted, { ...asked('bypass'), bucketLocks: false })).toBe(
        'lock-not-enabled',
      );
  });
});

describe('a retention that comes with an upload', () => {
  it.each([
    [compliance(later), true, 'allowed'],
    [governance(later), true, 'allowed'],
    [compliance(later), false, 'lock-not-enabled'],
    [compliance(past), false, 'lock-not-enabled'],
    [compliance(past), true, 'retain-in-past'],
    [compliance(now + 3001 * dayMs), true, 'retain-too-far'],
  ] as const)('%o in a lock bucket: %s → %s', (wanted, bucketLocks, verdict) => {
    expect(mayPlaceRetention(wanted, { now, bucketLocks })).toBe(verdict);
  });

  it('is the default where none was said: days, and years of 365', () => {
    expect(stampedRetention(null, now)).toBeNull();
    const week = { mode: 'compliance', period: { duration: 7, unit: 'days' } } as const;
    expect(stampedRetention(week, now)).toEqual(compliance(now + 7 * dayMs));
    const year = { mode: 'governance', period: { duration: 1, unit: 'years' } } as const;
    expect(stampedRetention(year, now)).toEqual(governance(now + 365 * dayMs));
  });
});

describe('what lifecycle rules go by', () => {
  it('is time and holds, not who asks', () => {
    expect(isLocked(free, now)).toBe(false);
    expect(isLocked({ ...free, legalHold: true }, now)).toBe(true);
    expect(isLocked({ ...free, retention: governance(now + 1) }, now)).toBe(true);
    expect(isLocked({ ...free, retention: compliance(now) }, now)).toBe(false);
  });
});
