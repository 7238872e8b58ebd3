import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../model/snapshot.ts';
import { inheritedDecisions, readDecisionList, standingDecisions, withRetention } from './decisions.ts';
import { lastClean } from './last-clean.ts';
import { retentionPresets } from './retention.ts';
import { suspicionsIn, toleratedIn, withoutSuspicion, withSuspicion } from './suspicion.ts';

const sign = (
  kind: string,
  figure = 5,
): { kind: string; figure: number; words: string; files: string[] } => ({
  kind,
  figure,
  words: `${figure} files`,
  files: ['/home/a/one', '/home/a/two'],
});
const found = (since: number, ...kinds: string[]): Parameters<typeof withSuspicion>[1] => ({
  since,
  verdict: 'suspected',
  signals: kinds.map((kind) => sign(kind)),
});
const standard = withRetention([], retentionPresets.standard, 0);

test('one that is open stays the same one, and takes in what is new', () => {
  const first = withSuspicion(standard, found(10, 'noise'), 11).list;
  const { list, open } = withSuspicion(first, found(20, 'noise', 'notes'), 21);
  expect(suspicionsIn(list)).toEqual([open]);
  expect(open).toMatchObject({ since: 10, signals: [{ kind: 'noise' }, { kind: 'notes' }] });
  expect(readDecisionList(list)).toEqual({
    retention: retentionPresets.standard,
    pins: [],
    suspicions: [10],
  });
});

test('cleared, it is gone from the list, its figures are tolerated where they were, and the list is still understood', () => {
  const { list, open } = withSuspicion(standard, found(10, 'noise'), 11);
  const cleared = withoutSuspicion(list, open, ['/home/b', '/home/a'], 30);
  expect(suspicionsIn(cleared)).toEqual([]);
  expect(toleratedIn(cleared)).toEqual([
    { since: 10, signals: [{ kind: 'noise', figure: 5, source: '/home/a' }] },
  ]);
  expect(toleratedIn(withoutSuspicion(list, open, ['/home/a/one'], 30))[0]!.signals).toEqual([
    { kind: 'noise', figure: 5 },
  ]);
  expect(readDecisionList(cleared)).toMatchObject({ retention: retentionPresets.standard, suspicions: [] });
});

test('what is no tolerance keeps everything, as all that is not understood', () => {
  const odd = [...standard, { at: 0, kind: 'tolerated', value: { since: 'soon' } }];
  expect(readDecisionList(odd).retention).toEqual(retentionPresets.everything);
});

test('whoever takes over what stands gets figures and tolerances too, and still understands it', () => {
  const { list, open } = withSuspicion(standard, found(9, 'volume'), 9);
  const cleared = withoutSuspicion(list, open, [], 10);
  const again = withSuspicion(cleared, found(10, 'noise'), 11).list;
  const standing = standingDecisions(
    [
      { uploadedAt: 18, decisions: cleared },
      { uploadedAt: 21, decisions: again },
    ],
    undefined,
    25,
    1,
  );
  const inherited = inheritedDecisions(standing);
  expect(suspicionsIn(inherited)).toMatchObject([{ since: 10, signals: [{ kind: 'noise', figure: 5 }] }]);
  expect(toleratedIn(inherited)).toHaveLength(1);
  expect(readDecisionList(inherited).retention).toEqual(retentionPresets.standard);
});

describe('an intruder may publish what he likes', () => {
  test('thousands of suspicions protect all that they point to, and only the oldest few are taken over', () => {
    const flood = Array.from({ length: 5_000 }, (_, at) => ({
      at,
      kind: 'suspicion',
      value: { since: 5_000 - at, signals: Array.from({ length: 99 }, () => sign('x'.repeat(9_999))) },
    }));
    const standing = standingDecisions([{ uploadedAt: 1, decisions: flood }], undefined, 2, 1);
    expect(standing.suspicions).toHaveLength(5_000);
    const inherited = inheritedDecisions(standing);
    expect(suspicionsIn(inherited).map(({ since }) => since)).toEqual(
      Array.from({ length: 16 }, (_, at) => at + 1),
    );
    expect(JSON.stringify(inherited).length).toBeLessThan(200_000);
  });

  test('nothing in a value makes reading it fail', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.record({ since: fc.jsonValue(), signals: fc.array(fc.jsonValue()) }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('suspicion', 'tolerated'), value)), (pairs) => {
        const list: Decision[] = pairs.map(([kind, one]) => ({ at: 0, kind, value: one }));
        const open = withSuspicion(list, found(7, 'noise'), 8).list;
        expect(suspicionsIn(open).length).toBeGreaterThan(0);
        expect(toleratedIn(list).length).toBeLessThanOrEqual(list.length);
      }),
    );
  });
});

test('of more kinds of signs than a snapshot carries the first are kept, and they are news once', () => {
  const kinds = Array.from({ length: 12 }, (_, at) => `kind ${at}`);
  const first = withSuspicion(standard, found(10, ...kinds), 11);
  expect(first.isNew).toBe(true);
  expect(first.open.signals).toHaveLength(8);
  expect(withSuspicion(first.list, found(20, ...kinds), 21).isNew).toBe(false);
});

test('one that claims to begin later does not swallow what is found now', () => {
  const planted = withSuspicion(standard, found(9_000_000, 'noise'), 11).list;
  const { list, open, isNew } = withSuspicion(planted, found(50, 'notes'), 51);
  expect({ open, isNew }).toMatchObject({ open: { since: 50 }, isNew: true });
  expect(suspicionsIn(list).map(({ since }) => since)).toEqual([50, 9_000_000]);
  expect(suspicionsIn(withSuspicion(list, found(60, 'notes'), 61).list)).toHaveLength(2);
});

test('what only the newest snapshots tolerate is not taken over, and no path is without end', () => {
  const tolerated = (source: string): Decision[] => [
    ...standard,
    { at: 0, kind: 'tolerated', value: { since: 1, signals: [{ kind: 'noise', figure: 1e9, source }] } },
  ];
  const inherit = (...lists: Decision[][]): readonly Decision[] =>
    inheritedDecisions(
      standingDecisions(
        lists.map((decisions, at) => ({ uploadedAt: 10 + at, decisions })),
        undefined,
        17.5,
        1,
      ),
    );
  expect(toleratedIn(inherit([...standard], tolerated('/a')))).toEqual([]);
  expect(toleratedIn(inherit(tolerated('/a'), [...standard]))).toEqual([]);
  expect(toleratedIn(inherit(tolerated('/a'), tolerated('/a')))).toHaveLength(1);
  expect(toleratedIn(tolerated('x'.repeat(5_000)))).toEqual([]);
});

test('whatever number stands for its beginning, it is a date', () => {
  for (const since of [1e300, -1e300, Number.MAX_SAFE_INTEGER]) {
    const [one] = suspicionsIn([{ at: 0, kind: 'suspicion', value: { since } }]);
    expect(() => new Date(one!.since).toISOString()).not.toThrow();
  }
});

test('the last clean one is the newest complete one before the oldest suspicion', () => {
  const made = (
    uploadedAt: number,
    complete = true,
  ): { uploadedAt: number; body: { complete: boolean } } => ({
    uploadedAt,
    body: { complete },
  });
  const snapshots = [made(1), made(2), made(3, false), made(4)];
  expect(lastClean(snapshots, [9, 4])).toBe(snapshots[1]);
  expect(lastClean(snapshots, [1])).toBeUndefined();
  expect(lastClean(snapshots, [0, 4])).toBe(snapshots[1]);
});

test('what a sign says in codes is published beside its words, and words alone are left of what is none', () => {
  const said = { code: 'signal-extension-named-known', count: 5, name: 'locked' } as const;
  const told = { since: 10, verdict: 'suspected', signals: [{ ...sign('extension'), said }] };
  const { list } = withSuspicion(standard, told, 11);
  expect(suspicionsIn(list)).toEqual([told]);
  const lie = {
    kind: 'suspicion',
    at: 1,
    value: { since: 10, signals: [{ ...sign('notes'), said: { code: 'signal-notes' } }] },
  };
  expect(suspicionsIn([lie])[0]!.signals).toEqual([sign('notes')]);
});
