import { expect, test } from 'vitest';
import { chooseSnapshot } from './choose-snapshot.ts';

const made = (id: string, complete = true): { id: string; body: { complete: boolean } } => ({
  id,
  body: { complete },
});
const snapshots = [made('aa11'), made('aa22'), made('bb33'), made('cc44', false)];

test('an id, a unique beginning of one, and latest choose', () => {
  expect(chooseSnapshot(snapshots, 'aa11').id).toBe('aa11');
  expect(chooseSnapshot(snapshots, 'B').id).toBe('bb33');
  expect(chooseSnapshot(snapshots, 'latest').id).toBe('bb33');
  expect(chooseSnapshot([made('cc44', false)], 'latest').id).toBe('cc44');
});

test.each([
  ['aa', 'snapshot-ambiguous'],
  ['dd', 'snapshot-unknown'],
  ['', 'snapshot-unknown'],
])('"%s" does not: %s', (wanted, code) => {
  expect(() => chooseSnapshot(snapshots, wanted)).toThrow(expect.objectContaining({ code }));
});

test('latest of nothing is unknown', () => {
  expect(() => chooseSnapshot([], 'latest')).toThrow(expect.objectContaining({ code: 'snapshot-unknown' }));
});
