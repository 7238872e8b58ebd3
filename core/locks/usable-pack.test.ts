import { expect, test } from 'vitest';
import { lockPolicy } from './lock-policy.ts';
import { dayMs } from './period.ts';
import { usablePack } from './usable-pack.ts';

const now = Date.UTC(2026, 10, 22);
const strict = lockPolicy(40, dayMs, true);

test.each([
  [now + 1, lockPolicy(40), true],
  [now, lockPolicy(40), false],
  [now - 1, lockPolicy(40), false],
  [0, lockPolicy(40), false],
  [now + 30 * dayMs + 1, strict, true],
  [now + 30 * dayMs, strict, false],
  [now + 1, strict, false],
])('a pack locked until %d under %o may be counted on: %s', (confirmedUntil, policy, usable) => {
  expect(usablePack({ confirmedUntil }, now, policy)).toBe(usable);
});
