import { expect, test } from 'vitest';
import type { Schedule } from '../../contract/sets.ts';
import { noBackupDue, noBackupLimit, type NoBackupTold } from './no-backup.ts';

const hour = 3_600_000;
const day = 24 * hour;

const limit = (schedule: Schedule, deadManDays: number | null = null): number | null => {
  const ms = noBackupLimit({ schedule, deadManDays });
  return ms === null ? null : ms / hour;
};
const daily = (...days: number[]): Schedule => ({ kind: 'daily', at: '12:00', days });

test('three intervals, at least a day, at most three; by hand only where somebody chose', () => {
  expect(limit({ kind: 'every', hours: 1 })).toBe(25);
  expect(limit({ kind: 'every', hours: 12 })).toBe(36);
  expect(limit({ kind: 'every', hours: 168 })).toBe(8 * 24);
  expect(limit(daily(1, 2, 3, 4, 5))).toBe(4 * 24);
  expect(limit(daily())).toBe(72);
  expect(limit({ kind: 'manual' })).toBe(null);
  expect(limit({ kind: 'manual' }, 9)).toBe(9 * 24);
  expect(limit({ kind: 'every', hours: 1 }, 30)).toBe(30 * 24);
});

/** On which days it is said, looked at every hour for so many days. */
function saidOn(days: number, lastGood: (now: number) => number): readonly number[] {
  const said: number[] = [];
  let told: NoBackupTold | null = null;
  for (let now = 0; now <= days * day; now += hour) {
    const due = noBackupDue({ lastGood: lastGood(now), now, limitMs: 3 * day, told });
    told = due.told;
    if (due.say) said.push(now / day);
  }
  return said;
}

test('said at gaps that double, and from the beginning after a good backup', () => {
  expect(saidOn(60, () => 0)).toEqual([3, 6, 12, 24, 48]);
  expect(saidOn(20, (now) => (now < 10 * day ? 0 : 10 * day))).toEqual([3, 6, 13, 16]);
  expect(saidOn(20, (now) => now - hour)).toEqual([]);
});

test('a clock that was years ahead does not silence it', () => {
  const told = { lastGood: 0, toldAt: 900 * day, gapMs: 3 * day };
  expect(noBackupDue({ lastGood: 0, now: 5 * day, limitMs: 3 * day, told }).say).toBe(true);
});
