import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../model/snapshot.ts';
import { readDecisionList, standingDecisions } from './decisions.ts';
import { dayMs } from './period.ts';
import { encodeRetention, retentionPresets, type RetentionPolicy } from './retention.ts';

const { everything, lean, standard } = retentionPresets;
const start = Date.UTC(2026, 0, 1);
const keeping = (policy: RetentionPolicy, at = 0): Decision => ({
  at,
  kind: 'retention',
  value: encodeRetention(policy),
});
const pin = (snapshot: string): Decision => ({ at: 0, kind: 'pin', value: { snapshot } });
const suspicion = (since: number): Decision => ({ at: 0, kind: 'suspicion', value: { since } });
const on = (day: number, ...decisions: readonly Decision[]) => ({
  uploadedAt: start + day * dayMs,
  decisions,
});
const standing = (
  published: readonly ReturnType<typeof on>[],
  local: readonly Decision[] | undefined,
  day: number,
) => standingDecisions(published, local, start + day * dayMs, dayMs);

describe('a list', () => {
  test('is read', () => {
    expect(readDecisionList([keeping(everything), pin('a'), keeping(lean), suspicion(5)])).toEqual({
      retention: lean,
      pins: ['a'],
      suspicions: [5],
    });
  });

  test.each([
    [[]],
    [[pin('a')]],
    [[keeping(lean), { at: 0, kind: 'from-a-later-version', value: 1 }]],
    [[keeping(lean), { at: 0, kind: 'retention', value: { hourly: 3 } }]],
    [[keeping(lean), { at: 0, kind: 'pin', value: 'a' }]],
    [[keeping(lean), { at: 0, kind: 'pin', value: null }]],
    [[keeping(lean), { at: 0, kind: 'suspicion', value: { since: 'today' } }]],
  ] as const)('without a policy or with what is not understood keeps everything: %o', (list) => {
    expect(readDecisionList(list).retention).toEqual(everything);
  });
});

describe('a policy', () => {
  test('that keeps less works from the seventh day after it was published', () => {
    const published = [on(0, keeping(standard)), on(10, keeping(lean)), on(11, keeping(lean))];
    expect(standing(published, [keeping(lean)], 16.9).policies).toEqual([standard, lean]);
    expect(standing(published, [keeping(lean)], 17).policies).toEqual([lean]);
  });

  test('that keeps more works at once, published or not', () => {
    const published = [on(0, keeping(lean))];
    expect(standing(published, [keeping(standard)], 20).policies).toContainEqual(standard);
    expect(standing([...published, on(20, keeping(standard))], undefined, 20).policies).toContainEqual(
      standard,
    );
  });

  test('that nobody published counts beside what stands, however long ago it was made', () => {
    expect(standing([on(0, keeping(standard))], [keeping(lean)], 100).policies).toEqual([standard, lean]);
  });

  test('is everything where nothing was ever decided', () => {
    expect(standing([], undefined, 0).policies).toEqual([everything]);
    expect(standing([on(0)], undefined, 100).policies).toEqual([everything]);
    expect(standing([], [keeping(lean)], 0).policies).toEqual([lean]);
  });

  test('waits in days of its own length', () => {
    const published = [
      { uploadedAt: start, decisions: [keeping(standard)] },
      { uploadedAt: start + 10_000, decisions: [keeping(lean)] },
    ];
    const after = (ms: number) => standingDecisions(published, undefined, start + ms, 2000).policies;
    expect(after(23_999)).toEqual([standard, lean]);
    expect(after(24_000)).toEqual([lean]);
  });

  test('published in the same second as another: both count', () => {
    expect(standing([on(0, keeping(lean)), on(0, keeping(standard))], undefined, 50).policies).toEqual([
      lean,
      standard,
    ]);
  });
});

test('pins and suspicions hold from the moment they are made until a week after they were lifted', () => {
  const made = [keeping(lean), pin('a'), suspicion(5)];
  expect(standing([on(0, keeping(lean))], made, 1)).toMatchObject({
    pins: new Set(['a']),
    suspicions: [5],
  });
  const lifted = [on(0, ...made), on(10, keeping(lean))];
  expect(standing(lifted, [keeping(lean)], 16.9)).toMatchObject({ pins: new Set(['a']), suspicions: [5] });
  expect(standing(lifted, [keeping(lean)], 17)).toMatchObject({ pins: new Set(), suspicions: [] });
});

const someList = fc.array(
  fc.oneof(
    fc.constantFrom(everything, standard, lean).map((policy) => keeping(policy)),
    fc.constantFrom('a', 'b', 'c').map(pin),
    fc.integer({ min: 0, max: 9 }).map(suspicion),
  ),
  { maxLength: 4 },
);
const someHistory = fc
  .array(fc.tuple(fc.double({ min: 0, max: 30, noNaN: true }), someList), { minLength: 1, maxLength: 12 })
  .map((rows) => rows.toSorted(([a], [b]) => a - b).map(([day, list]) => on(day, ...list)));

test('whatever held at any time in the last seven days still holds', () => {
  fc.assert(
    fc.property(someHistory, fc.double({ min: 0, max: 7, noNaN: true }), someList, (history, ago, local) => {
      const now = Math.max(...history.map(({ uploadedAt }) => uploadedAt)) + 3 * dayMs;
      const holds = standingDecisions(history, local, now, dayMs);
      const then = history.findLast(({ uploadedAt }) => uploadedAt <= now - ago * dayMs);
      for (const list of [local, ...(then ? [then.decisions] : [])]) {
        const { retention, pins, suspicions } = readDecisionList(list);
        expect(holds.policies).toContainEqual(retention);
        for (const one of pins) expect(holds.pins).toContain(one);
        for (const one of suspicions) expect(holds.suspicions).toContain(one);
      }
    }),
  );
});

test('when a decision says it was made counts for nothing', () => {
  fc.assert(
    fc.property(someHistory, fc.infiniteStream(fc.integer()), (history, dates) => {
      const lying = history.map(({ uploadedAt, decisions }) => ({
        uploadedAt,
        decisions: decisions.map((decision) => ({ ...decision, at: dates.next().value as number })),
      }));
      const now = start + 31 * dayMs;
      const meant = standingDecisions(history, undefined, now, dayMs);
      const said = standingDecisions(lying, undefined, now, dayMs);
      expect(new Set(said.policies)).toEqual(new Set(meant.policies));
      expect(said).toMatchObject({ pins: meant.pins, suspicions: meant.suspicions });
    }),
  );
});
