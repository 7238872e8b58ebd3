import { expect, test } from 'vitest';
import { BestMatches, orderOf } from './best-matches.ts';

test('what fits better comes first, then the shorter path, then what lies before', () => {
  const orders = [
    orderOf(0, 9000, 2 ** 37),
    orderOf(1, 5, 7),
    orderOf(1, 6, 3),
    orderOf(1, 6, 4),
    orderOf(4, 5000, 1),
    orderOf(4, 9000, 2),
  ];
  expect(orders.toSorted((a, b) => a - b)).toEqual(orders);
  expect(orders.every(Number.isSafeInteger)).toBe(true);
});

test('round after round gives out all of it, each once, and never holds more than it may', () => {
  const orders = Array.from({ length: 100 }, (_, at) => orderOf(0, (at * 37) % 100, at));
  const given: number[] = [];
  let rounds = 0;
  for (let after = -1, hasLeft = true; hasLeft; rounds++) {
    const best = new BestMatches(after, 7);
    for (const [at, order] of orders.entries()) if (best.wants(order)) best.take(at, 0, order);
    expect(best.sorted.length).toBeLessThanOrEqual(7);
    given.push(...best.sorted.map(({ order }) => order));
    after = given.at(-1) ?? after;
    ({ hasLeft } = best);
  }
  expect(given).toEqual(orders.toSorted((a, b) => a - b));
  expect(rounds).toBe(15);
});
