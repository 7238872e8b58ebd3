import { expect, test } from 'vitest';
import { usablePack } from './usable-pack.ts';

const now = Date.UTC(2026, 10, 22);

test.each([
  [now + 1, true],
  [now, false],
  [now - 1, false],
  [0, false],
])('a pack locked until %d at %i: %s', (confirmedUntil, usable) => {
  expect(usablePack({ confirmedUntil }, now)).toBe(usable);
});
