import { describe, expect, test } from 'vitest';
import type { Decision } from '../model/snapshot.ts';
import { attacksOverIn, isFromAttack, readAttackOver, withAttackOver } from './attack-over.ts';
import { inheritedDecisions, readDecisionList, standingDecisions, withRetention } from './decisions.ts';
import { retentionPresets } from './retention.ts';
import { suspicionsIn, toleratedIn, withSuspicion } from './suspicion.ts';

const standard = withRetention([], retentionPresets.standard, 0);
const suspected = (since: number, list: readonly Decision[] = standard): readonly Decision[] =>
  withSuspicion(
    list,
    { since, verdict: 'suspected', signals: [{ kind: 'noise', figure: 5, words: '5 files', files: [] }] },
    since,
  ).list;

test('over, the suspicion is gone, nothing is tolerated, and the list is still understood', () => {
  const over = withAttackOver(suspected(10), 10, 40);
  expect(suspicionsIn(over)).toEqual([]);
  expect(toleratedIn(over)).toEqual([]);
  expect(attacksOverIn(over)).toEqual([{ since: 10, until: 40 }]);
  expect(readDecisionList(over)).toEqual({ retention: retentionPresets.standard, pins: [], suspicions: [] });
});

test('what was stored during it is from it, the beginning included and the end not', () => {
  const attacks = [{ since: 10, until: 40 }];
  expect([9, 10, 39, 40].map((at) => isFromAttack(attacks, at))).toEqual([false, true, true, false]);
});

test('another suspicion stays open, and of many attacks the last sixteen are kept', () => {
  expect(suspicionsIn(withAttackOver(suspected(10), 11, 40))).toHaveLength(1);
  let list: readonly Decision[] = standard;
  for (let day = 0; day < 20; day++) list = withAttackOver(list, day, day + 1);
  expect(attacksOverIn(list)).toHaveLength(16);
  expect(attacksOverIn(list).at(-1)).toEqual({ since: 19, until: 20 });
});

test.each([undefined, null, 'x', {}, { since: 1 }, { since: 5, until: 4 }, { since: 1, until: Infinity }])(
  '%j is none, and keeps everything',
  (value) => {
    expect(readAttackOver(value)).toBeUndefined();
    const odd = [...standard, { at: 0, kind: 'attack-over', value }];
    expect(readDecisionList(odd).retention).toEqual(retentionPresets.everything);
  },
);

describe('whoever takes over what stands', () => {
  const open = suspected(10);
  const over = withAttackOver(open, 10, 40);
  const inherited = (days: readonly number[]): readonly Decision[] =>
    inheritedDecisions(
      standingDecisions(
        [{ uploadedAt: 20, decisions: open }, ...days.map((uploadedAt) => ({ uploadedAt, decisions: over }))],
        undefined,
        60,
        1,
      ),
    );

  test('gets it once it has waited', () => {
    expect(attacksOverIn(inherited([50, 59]))).toEqual([{ since: 10, until: 40 }]);
    expect(suspicionsIn(inherited([50, 59]))).toEqual([]);
  });

  test('and until then the suspicion is open for him', () => {
    expect(attacksOverIn(inherited([59]))).toEqual([]);
    expect(suspicionsIn(inherited([59]))).toHaveLength(1);
  });
});
