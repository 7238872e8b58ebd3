import { expect, test } from 'vitest';
import type { RecoveryView, TimelineView } from '../../../core/contract/recover.ts';
import { snapshotRow } from '../../testing/fakes/tree.ts';
import { pictureOf } from './picture.ts';
import { reachable, startAt } from './steps.ts';

const timeline: TimelineView = {
  now: 1000,
  final: true,
  snapshots: [snapshotRow(1, 0), snapshotRow(2, 500)],
  attackBegan: { at: 750, words: '', because: [] },
  proposal: { snapshot: snapshotRow(2, 0).id, reasons: [], runnerUp: null },
  evidence: [],
  activity: [
    { at: 0, ms: 100, ours: 4, hostile: 0 },
    { at: 700, ms: 100, ours: 0, hostile: 100 },
  ],
  notLookedAt: [],
};
const closed: RecoveryView = {
  open: false,
  place: null,
  writes: 0,
  job: null,
  timeline: null,
  chosen: null,
  held: null,
  skewMs: 0,
};

test('each step opens with what the one before it brought', () => {
  expect(reachable(closed)).toEqual(['connect']);
  expect(reachable({ ...closed, open: true })).toEqual(['connect', 'look']);
  expect(reachable({ ...closed, open: true, timeline: { ...timeline, snapshots: [] } })).not.toContain(
    'choose',
  );
  expect(reachable({ ...closed, open: true, timeline })).toEqual(['connect', 'look', 'choose']);
  expect(reachable({ ...closed, open: true, timeline, chosen: 'x' })).toContain('bring-back');
});

test('a recovery that was begun goes on where it was', () => {
  expect(startAt(closed)).toBe('connect');
  expect(startAt({ ...closed, open: true, timeline })).toBe('look');
  expect(startAt({ ...closed, open: true, timeline, chosen: 'x' })).toBe('look');
  expect(startAt({ ...closed, open: true, timeline, chosen: 'x', held: { until: 1 } })).toBe('bring-back');
});

test('the picture has backups and hostile acts in their places, and a flood does not hide the rest', () => {
  const { bars, dots, suggested, began } = pictureOf(timeline);
  expect(dots).toEqual([0, 0.5]);
  expect([suggested, began]).toEqual([0.5, 0.75]);
  expect(bars.map(({ left, ours, hostile }) => [left, ours, hostile])).toEqual([
    [0, 0.2, 0],
    [0.7, 0, 1],
  ]);
});

test('a recovery without anything in it has a picture too', () => {
  const { bars, dots } = pictureOf({ ...timeline, snapshots: [], activity: [], attackBegan: null });
  expect([bars, dots]).toEqual([[], []]);
});
