import { expect, test } from 'vitest';
import { choiceNote, chooseSnapshot } from './choose-snapshot.ts';

type Made = {
  readonly id: string;
  readonly uploadedAt: number;
  readonly body: { readonly complete: boolean };
};
const made = (id: string, uploadedAt: number, complete = true): Made => ({
  id,
  uploadedAt,
  body: { complete },
});
const snapshots = [made('aa11', 10), made('aa22', 20), made('bb33', 30), made('cc44', 40, false)];

test('an id, a unique beginning of one, and latest choose', () => {
  expect(chooseSnapshot(snapshots, 'aa11').id).toBe('aa11');
  expect(chooseSnapshot(snapshots, 'B').id).toBe('bb33');
  expect(chooseSnapshot(snapshots, 'latest').id).toBe('bb33');
  expect(chooseSnapshot([made('cc44', 1, false)], 'latest').id).toBe('cc44');
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

test.each([
  ['the newest complete one before it', [25], 'aa22'],
  ['of several suspicions the oldest counts', [35, 15], 'aa11'],
  ['one of the very moment is not before it', [30], 'aa22'],
  ['a partial one is none', [50], 'bb33'],
  ['where there is none before, the newest', [5], 'bb33'],
])('latest under suspicion: %s', (_, suspected, id) => {
  expect(chooseSnapshot(snapshots, 'latest', suspected).id).toBe(id);
});

test.each([
  ['passed over by latest', [{ since: 25, until: 35 }], 'aa22'],
  ['its end is not in it', [{ since: 25, until: 30 }], 'bb33'],
  ['where all is from one, the newest', [{ since: 0, until: 99 }], 'bb33'],
])('an attack that is over: %s', (_, over, id) => {
  expect(chooseSnapshot(snapshots, 'latest', [], over).id).toBe(id);
});

test('a snapshot from an attack that is over is named as such, and so is its absence', () => {
  const [oldest, before, during] = snapshots as [Made, Made, Made];
  const over = [{ since: 25, until: 35 }];
  expect(choiceNote(during, snapshots, [], over)).toMatch(/during an attack that is over/);
  expect(choiceNote(before, snapshots, [], over)).toMatch(
    /newest snapshot.*during an attack.*last snapshot before it/,
  );
  expect(choiceNote(oldest, snapshots, [], over)).toBeUndefined();
});

test('it is said where the choice is not the newest, or may be spoiled, and else nothing', () => {
  const [oldest, , newest] = snapshots as [Made, Made, Made];
  expect(choiceNote(newest, snapshots, [])).toBeUndefined();
  expect(choiceNote(newest, snapshots, [35])).toBeUndefined();
  expect(choiceNote(oldest, snapshots, [15])).toMatch(/last snapshot before it.*not the newest/);
  expect(choiceNote(newest, snapshots, [15])).toMatch(/may be spoiled/);
  // Chosen by its id, it is not called the last one before it.
  expect(choiceNote(oldest, snapshots, [25])).toBeUndefined();
});
