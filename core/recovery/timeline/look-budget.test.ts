import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LookBudget, looksBeyondOurs } from './look-budget.ts';

/** Looks at names in the order of time until it stops; how many of each kind were looked at. */
function lookAt(names: readonly { at: number; authentic: boolean; attackedSince?: number | undefined }[]): {
  readonly looks: number;
  readonly ours: number;
} {
  const budget = new LookBudget();
  let [looks, ours] = [0, 0];
  for (const { at, authentic, attackedSince } of names) {
    if (!budget.mayLook(at)) break;
    budget.note({ at, authentic, attackedSince });
    looks++;
    if (authentic) ours++;
  }
  return { looks, ours };
}

const hourMs = 3_600_000;
const ours = (count: number, from = 0): { at: number; authentic: boolean }[] =>
  Array.from({ length: count }, (_, index) => ({ at: from + index * hourMs, authentic: true }));
const foreign = (count: number, from: number, step = 1): { at: number; authentic: boolean }[] =>
  Array.from({ length: count }, (_, index) => ({ at: from + index * step, authentic: false }));
const byTime = <T extends { at: number }>(names: readonly T[]): T[] => names.toSorted((a, b) => a.at - b.at);

test('all of ours, however many', () => {
  expect(lookAt(ours(9_000))).toEqual({ looks: 9_000, ours: 9_000 });
});

test('a flood after ours is looked into a little', () => {
  expect(lookAt([...ours(10), ...foreign(100_000, 1e12)])).toEqual({
    looks: 10 + looksBeyondOurs + 20,
    ours: 10,
  });
});

test('after a sign of an attack also what authenticates counts', () => {
  const attacked = ours(10).map((one) => ({ ...one, attackedSince: 10 * hourMs - 1 }));
  expect(lookAt([...attacked, ...ours(5_000, 10 * hourMs)]).looks).toBe(10 + looksBeyondOurs);
});

test('two foreign names for each of ours over the years hide none of ours', () => {
  const names = byTime([...ours(1_000), ...foreign(2_000, 0, hourMs / 2)]);
  expect(lookAt(names).ours).toBe(1_000);
});

test('more genuine ones within an hour than any schedule makes are a sign', () => {
  const rapid = Array.from({ length: 10_000 }, (_, at) => ({ at: 1e9 + at * 1_000, authentic: true }));
  expect(lookAt([...ours(20), ...rapid]).looks).toBeLessThan(20 + 25 + looksBeyondOurs + 1);
});

test('whatever comes, looks are bounded by what is ours', () => {
  const names = fc.array(
    fc.record({
      at: fc.nat(1e9),
      authentic: fc.boolean(),
      attackedSince: fc.option(fc.nat(1e9), { nil: undefined }),
    }),
    { maxLength: 600 },
  );
  fc.assert(
    fc.property(names, (some) => {
      const { looks, ours: found } = lookAt(byTime(some));
      expect(looks).toBeLessThanOrEqual(3 * found + 2 * looksBeyondOurs);
    }),
  );
});
