import { expect, test } from 'vitest';
import type { SnapshotBody } from '../model/snapshot.ts';
import { baselineOf, historyOf, longGap } from './earlier-runs.ts';

const day = 86_400_000;

const made = (
  uploadedAt: number,
  roots: readonly string[],
  more: Partial<SnapshotBody> = {},
): { readonly uploadedAt: number; readonly body: SnapshotBody } => ({
  uploadedAt,
  body: {
    startedAt: 0,
    finishedAt: 0,
    host: 'h',
    user: 'u',
    platform: 'linux',
    program: 'p',
    roots: roots.map((path) => ({ path, node: '' })),
    excludes: [],
    complete: true,
    statistics: { files: 1, directories: 0, others: 0, bytes: 2, newBytes: 0, storedBytes: 0 },
    skipped: [],
    skippedCount: 0,
    previous: null,
    protectDays: 30,
    decisions: [],
    ...more,
  },
});

test('a run is compared with the newest complete one of any of its roots; two sets may take turns', () => {
  const snapshots = [made(1, ['/a']), made(2, ['/b', '/c']), made(3, ['/a'], { complete: false })];
  expect(baselineOf(snapshots, ['/a'])).toBe(snapshots[0]);
  expect(baselineOf(snapshots, ['/c'])).toBe(snapshots[1]);
  expect(baselineOf(snapshots, ['/new'])).toBe(snapshots[1]);
  expect(baselineOf([], ['/a'])).toBeUndefined();
});

test('history is of the same roots, complete, before what is suspected, and bounded', () => {
  const snapshots = [
    made(1, ['/a'], { changes: { changed: 7 } }),
    made(2, ['/b']),
    made(3, ['/a'], { complete: false }),
    made(4, ['/a']),
    made(5, ['/a']),
  ];
  expect(historyOf(snapshots, ['/a'], 5)).toEqual([
    { at: 1, figures: { changed: 7 }, files: 1, bytes: 2 },
    { at: 4, figures: undefined, files: 1, bytes: 2 },
  ]);
  expect(historyOf(snapshots, ['/a'], 5, [{ since: 1, until: 4 }]).map(({ at }) => at)).toEqual([4]);
  const many = Array.from({ length: 500 }, (_, at) => made(at, ['/a']));
  expect(historyOf(many, ['/a'], 1_000)).toHaveLength(100);
});

test('a gap is long against what is usual, of days and not of hours, and never from a few runs', () => {
  const daily = Array.from({ length: 10 }, (_, at) => made(at * day, ['/a']));
  expect(longGap(daily, 12 * day, day)).toBeUndefined();
  expect(longGap(daily, 30 * day, day)).toEqual({ gapMs: 21 * day, usualMs: day });
  const hourly = Array.from({ length: 10 }, (_, at) => made((at * day) / 24, ['/a']));
  expect(longGap(hourly, 2 * day, day)).toBeUndefined();
  expect(longGap(hourly, 4 * day, day)).toMatchObject({ usualMs: day / 24 });
  expect(longGap(daily.slice(0, 4), 90 * day, day)).toBeUndefined();
});
