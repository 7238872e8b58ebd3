import { expect, test } from 'vitest';
import { snapshotRow } from '../../testing/fakes/tree.ts';
import { byDay, dayRows, firstChoice, worstMark } from './days.ts';

const noon = new Date(2026, 10, 22, 12).getTime();
const hour = 3_600_000;
const alarm = {
  kind: 'suspect',
  words: 'suspected',
  said: { code: 'mark-suspect' },
  severity: 'alarm',
} as const;

const snapshots = [
  snapshotRow(1, noon - 30 * hour),
  snapshotRow(2, noon, { marks: [alarm] }),
  snapshotRow(3, noon - 2 * hour, { complete: false }),
  snapshotRow(4, noon - 3 * hour),
];

test('snapshots stand under their day, newest first', () => {
  const days = byDay(snapshots);
  expect(days.map(({ key }) => key)).toEqual(['2026-11-22', '2026-11-21']);
  expect(days[0]!.snapshots.map(({ id }) => id)).toEqual(
    [2, 3, 4].map((number) => snapshotRow(number, 0).id),
  );
  expect(dayRows(days, new Set(['2026-11-21'])).map(({ kind }) => kind)).toEqual(['day', 'day', 'snapshot']);
});

test('the first one looked at is complete and without an alarm, if there is such a one', () => {
  expect(firstChoice(snapshots)?.id).toBe(snapshotRow(4, 0).id);
  expect(firstChoice(snapshots.slice(1, 2))?.id).toBe(snapshotRow(2, 0).id);
});

test('notes are no marks; of several the worst counts', () => {
  const warning = { ...alarm, severity: 'warning' } as const;
  const note = { ...alarm, severity: 'note' } as const;
  expect(worstMark([snapshotRow(1, 0, { marks: [note] })])).toBeNull();
  expect(worstMark([snapshotRow(1, 0, { marks: [note, warning] }), snapshots[1]!])?.severity).toBe('alarm');
});
