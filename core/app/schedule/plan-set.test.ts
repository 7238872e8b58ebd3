import { expect, test } from 'vitest';
import type { RunRow, Schedule } from '../../contract/sets.ts';
import { firstBackup, pastOf } from './past-runs.ts';
import { planSet, retryAt, type SetSituation } from './plan-set.ts';
import type { ScheduledKind } from './scheduled-kind.ts';

const hour = 3_600_000;
const minute = 60_000;
const day = 24 * hour;
/** A Monday, noon in Berlin. */
const now = Date.UTC(2026, 10, 23, 11);
const zone = 'Europe/Berlin';
const nothing = { goodAt: null, endedAt: null, failures: 0, cancelled: false };
const calm = { now, zone, onBattery: null, metered: null, online: null };

const done = (at: number): SetSituation['past'][ScheduledKind] => ({ ...nothing, goodAt: at, endedAt: at });

/** Everything was just done. */
const set = (change: Partial<SetSituation> = {}, past: Partial<SetSituation['past']> = {}): SetSituation => ({
  schedule: { kind: 'every', hours: 6 },
  limits: { onBattery: false, onMetered: false },
  pausedUntil: null,
  takesBackups: true,
  unlocked: true,
  remote: true,
  space: 'automatic',
  lengthens: true,
  protectMs: 30 * day,
  dayMs: day,
  marginMs: 29 * day,
  firstBackup: now - 90 * day,
  seenSince: now - day,
  ...change,
  past: {
    backup: done(now),
    renew: done(now),
    audit: done(now),
    prove: done(now),
    drill: done(now),
    retire: done(now),
    ...past,
  },
});

const daily = (at: string, days: number[] = []): Schedule => ({ kind: 'daily', at, days });

test('every six hours from the start of the last one, with room after one that took longer', () => {
  expect(planSet(set(), calm)).toMatchObject({
    start: null,
    nextBackup: now + 6 * hour,
    lookAt: now + 6 * hour,
  });
  const due = set({}, { backup: done(now - 6 * hour) });
  expect(planSet(due, calm)).toMatchObject({ start: 'backup' });
  const long = set({}, { backup: { ...done(now - 7 * hour), endedAt: now - minute } });
  expect(planSet(long, calm)).toMatchObject({ start: null, nextBackup: now + 9 * minute });
});

test('daily at a local time; what was missed, once or for a month, is caught up once', () => {
  const noon = set({ schedule: daily('12:00') }, { backup: done(now - day) });
  expect(planSet(noon, calm).start).toBe('backup');
  const later = set({ schedule: daily('12:30') }, { backup: done(now - 20 * hour) });
  expect(planSet(later, calm)).toMatchObject({ start: null, nextBackup: now + 30 * minute });
  const month = set({ schedule: daily('20:00') }, { backup: done(now - 31 * day) });
  expect(planSet(month, calm).start).toBe('backup');
  const caughtUp = set({ schedule: daily('20:00') });
  expect(planSet(caughtUp, calm)).toMatchObject({ start: null, nextBackup: now + 8 * hour });
});

test('only on some days of the week', () => {
  const sundays = set({ schedule: daily('12:00', [0]) }, { backup: done(now - day) });
  expect(planSet(sundays, calm)).toMatchObject({ start: null, nextBackup: now + 6 * day });
});

test('by hand, or without anything to back up: no backup, but the locks are looked after', () => {
  const byHand = set({ schedule: { kind: 'manual' } }, { renew: done(now - 6 * hour) });
  expect(planSet(byHand, calm)).toMatchObject({ start: 'renew', nextBackup: null });
  const empty = set({ takesBackups: false }, { backup: done(now - 60 * day), audit: done(now - 8 * day) });
  expect(planSet(empty, calm)).toMatchObject({ start: 'audit', nextBackup: null });
});

test('a first backup that the set-up did not make is made up for; nothing else comes before it', () => {
  const fresh = { firstBackup: null, seenSince: now };
  const never = {
    backup: nothing,
    renew: nothing,
    audit: nothing,
    prove: nothing,
    drill: nothing,
    retire: nothing,
  };
  expect(planSet(set(fresh, never), calm)).toMatchObject({ start: null, nextBackup: now + 20 * minute });
  expect(planSet(set({ ...fresh, seenSince: now - hour }, never), calm).start).toBe('backup');
  expect(planSet(set({ ...fresh, schedule: { kind: 'manual' } }, never), calm)).toMatchObject({
    start: null,
    lookAt: null,
  });
});

test.each<[ScheduledKind, number]>([
  ['renew', day / 4],
  ['retire', day],
  ['audit', 7 * day],
  ['prove', 30 * day],
  ['drill', 30 * day],
])('%s on its own timetable', (kind, every) => {
  const after = set({}, { [kind]: done(now - every) });
  expect(planSet(after, calm).start).toBe(kind);
  const before = set({}, { [kind]: done(now - every + 1) });
  expect(planSet(before, calm).start).toBe(null);
});

test('for the first time: an audit and a proof after a day, a drill after a week', () => {
  const young = { audit: nothing, prove: nothing, drill: nothing, retire: nothing };
  expect(planSet(set({ firstBackup: now - day + 1 }, young), calm).start).toBe(null);
  expect(planSet(set({ firstBackup: now - day }, { prove: nothing }), calm).start).toBe('prove');
  expect(planSet(set({ firstBackup: now - day }, { drill: nothing }), calm).start).toBe(null);
  expect(planSet(set({ firstBackup: now - 7 * day }, { drill: nothing }), calm).start).toBe('drill');
});

test('space comes back by itself only where the rule is automatic, and after something that renewed', () => {
  const due = { retire: done(now - 2 * day) };
  expect(planSet(set({}, due), calm).start).toBe('retire');
  expect(planSet(set({ space: 'by-hand' }, due), calm).start).toBe(null);
  expect(planSet(set({}, { ...due, renew: done(now - 2 * day) }), calm).start).not.toBe('retire');
});

test('in strict mode a guard lengthens the locks, and this computer does not try', () => {
  const old = { renew: done(now - 3 * day), retire: done(now - 3 * day) };
  expect(planSet(set({ lengthens: false }, old), calm).start).toBe(null);
});

test('of several that are due the backup goes first, but where locks thin the renewal does', () => {
  const old = { backup: done(now - day), renew: done(now - day), audit: done(now - 8 * day) };
  expect(planSet(set({}, old), calm).start).toBe('backup');
  expect(planSet(set({ marginMs: 20 * day }, old), calm).start).toBe('renew');
});

test('a pause, a battery or a dear line holds everything but a renewal without which locks would thin', () => {
  const old = { backup: done(now - day), renew: done(now - day) };
  const holds = [
    [{ pausedUntil: now + hour }, calm, 'paused'],
    [{}, { ...calm, onBattery: true }, 'battery'],
    [{}, { ...calm, metered: true }, 'metered'],
  ] as const;
  for (const [change, around, held] of holds) {
    expect(planSet(set(change, old), around)).toMatchObject({ start: null, held });
    expect(planSet(set({ ...change, marginMs: 20 * day }, old), around)).toMatchObject({
      start: 'renew',
      held,
    });
  }
  const allowed = set({ limits: { onBattery: true, onMetered: true } }, old);
  expect(planSet(allowed, { ...calm, onBattery: true, metered: true }).start).toBe('backup');
});

test('nothing where the keys are sealed, or there is no line; storage on this computer needs none', () => {
  const old = { backup: done(now - day), renew: done(now - day) };
  expect(planSet(set({ unlocked: false, marginMs: 1 }, old), calm)).toMatchObject({
    start: null,
    held: 'locked',
  });
  const offline = { ...calm, online: false };
  expect(planSet(set({ marginMs: 1 }, old), offline)).toMatchObject({ start: null, held: 'offline' });
  expect(planSet(set({ remote: false }, old), offline).start).toBe('backup');
});

test('a pause tells when it goes on; one until somebody resumes tells no date', () => {
  const old = { backup: done(now - day) };
  expect(planSet(set({ pausedUntil: now + hour }, old), calm)).toMatchObject({
    nextBackup: now + hour,
    lookAt: now + hour,
  });
  expect(planSet(set({ pausedUntil: 8.64e15 }, old), calm).nextBackup).toBe(null);
  expect(planSet(set({ pausedUntil: now }, old), calm).start).toBe('backup');
});

test('after failures the waits double up to six hours, for upkeep up to a day; after a stop there is rest', () => {
  const failed = (failures: number) => ({ ...nothing, failures, endedAt: now });
  const waits = [1, 2, 3, 4, 5, 6, 50].map((count) => (retryAt(failed(count), 6 * hour) ?? 0) - now);
  expect(waits).toEqual([15, 30, 60, 120, 240, 360, 360].map((minutes) => minutes * minute));
  expect(retryAt({ ...nothing, endedAt: now }, hour)).toBe(null);
  const failing = set({}, { backup: { ...failed(2), goodAt: now - 9 * day } });
  expect(planSet(failing, calm)).toMatchObject({ start: null, nextBackup: now + 30 * minute });
  const failingAudit = set(
    {},
    { audit: { ...failed(1), goodAt: now - 9 * day, endedAt: now - 16 * minute } },
  );
  expect(planSet(failingAudit, calm).start).toBe('audit');
  const stopped = set(
    { schedule: daily('12:00') },
    { backup: { ...done(now - 3 * day), endedAt: now, cancelled: true } },
  );
  expect(planSet(stopped, calm)).toMatchObject({ start: null, nextBackup: now + 3 * hour });
});

const row = (kind: RunRow['kind'], startedAt: number, result: RunRow['result'] = 'done'): RunRow => ({
  id: `${kind}${startedAt}${result}`,
  kind,
  startedAt,
  seconds: 60,
  result,
  figures: {},
  words: '',
  snapshot: null,
  error: null,
});

test('the past: failures since the last good one, what the home remembers, and renewals within backups', () => {
  const rows = [
    row('backup', 9, 'failed'),
    row('backup', 8, 'cancelled'),
    row('backup', 7, 'failed'),
    row('backup', 6),
  ];
  expect(pastOf('backup', rows, null, 100)).toEqual({
    goodAt: 6,
    endedAt: 60_009,
    failures: 2,
    cancelled: false,
  });
  expect(pastOf('backup', [row('backup', 8, 'cancelled'), ...rows.slice(2)], null, 100).cancelled).toBe(true);
  expect(pastOf('renew', [row('renew', 3, 'failed'), row('renew', 2)], 1, 100)).toMatchObject({
    failures: 1,
    goodAt: 2,
  });
  expect(pastOf('renew', [row('backup', 5), row('renew', 3, 'failed')], 1, 100)).toMatchObject({
    failures: 0,
    goodAt: 5,
  });
  expect(pastOf('audit', [], 4, 100)).toEqual({ ...nothing, goodAt: 4 });
  const since = (...known: readonly RunRow[]) => firstBackup(known, 100);
  expect(since(row('renew', 9), row('backup', 8), row('backup', 7), row('backup', 6, 'failed'))).toBe(7);
  expect(since(row('renew', 9), row('renew', 8), row('audit', 7))).toBe(8);
  expect(since(row('audit', 7))).toBe(null);
});

test('dates that a wrong clock left in the future count for nothing', () => {
  const rows = [row('backup', now + 400 * day), row('backup', now - 3 * day)];
  expect(pastOf('backup', rows, null, now).goodAt).toBe(now - 3 * day);
  expect(pastOf('audit', [], now + 400 * day, now).goodAt).toBe(null);
  // Corrected by minutes, it is the same run.
  expect(pastOf('backup', [row('backup', now + 5 * minute)], null, now).goodAt).toBe(now + 5 * minute);
});
