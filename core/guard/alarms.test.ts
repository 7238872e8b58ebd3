import { describe, expect, test } from 'vitest';
import { alarmsOf, type AlarmGround } from './alarms.ts';

const dayMs = 86_400_000;
const calm: AlarmGround = {
  now: 100 * dayMs,
  newest: 98 * dayMs,
  watchingSince: 0,
  noSnapshotMs: 3 * dayMs,
  dayMs,
  foreignSnapshots: 7,
  notUnderstood: 0,
  covered: [],
  refused: [],
  missing: [],
  beyondRole: [],
  hoursApart: undefined,
  budget: { snapshots: 0, renewals: 0, unread: 0, listingCut: false },
};
const kinds = (more: Partial<AlarmGround>): readonly string[] =>
  alarmsOf({ ...calm, ...more }).map(({ kind }) => kind);

test('all is well: nothing is said, also where there are foreign names', () => {
  expect(alarmsOf(calm)).toEqual([]);
});

describe('each alarm by itself', () => {
  test('no new snapshot, counted from the first round where there never was one', () => {
    expect(kinds({ newest: 97 * dayMs })).toEqual([]);
    expect(kinds({ newest: 97 * dayMs - 1 })).toEqual(['no-new-snapshot']);
    expect(kinds({ newest: undefined, watchingSince: 98 * dayMs })).toEqual([]);
    expect(kinds({ newest: undefined, watchingSince: 96 * dayMs })).toEqual(['no-new-snapshot']);
  });

  test.each([
    ['covered', { covered: [{ name: 'n', by: 'marker' }] }],
    ['renewal-refused', { refused: [{ name: 'n', until: 1, code: 'provider-refused' }] }],
    ['missing', { missing: ['n'] }],
    ['not-understood', { notUnderstood: 1 }],
    ['key-too-powerful', { beyondRole: ['deleteFiles'] }],
    ['clocks-differ', { hoursApart: 30 }],
    ['budget-exceeded', { budget: { ...calm.budget, snapshots: 1 } }],
    ['budget-exceeded', { budget: { ...calm.budget, renewals: 1 } }],
    ['budget-exceeded', { budget: { ...calm.budget, unread: 1 } }],
    ['budget-exceeded', { budget: { ...calm.budget, listingCut: true } }],
  ] as const)('%s %j', (kind, more) => {
    expect(kinds(more)).toEqual([kind]);
  });
});

test('a thousand places are one alarm, with the first few names', () => {
  const missing = Array.from({ length: 1000 }, (_, at) => `packs/${at}`);
  expect(alarmsOf({ ...calm, missing })).toEqual([
    { kind: 'missing', facts: { count: 1000, names: missing.slice(0, 5) } },
  ]);
});
