import { expect, test } from 'vitest';
import { restartLimit } from './restart-limit.ts';

test('three falls in ten minutes, and again later', () => {
  let now = 0;
  const may = restartLimit(() => now);
  expect([may(), may(), may(), may()]).toEqual([true, true, true, false]);
  now += 11 * 60_000;
  expect(may()).toBe(true);
});
