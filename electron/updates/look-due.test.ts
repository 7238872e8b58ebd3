import { expect, test } from 'vitest';
import { isLookDue } from './look-due.ts';

const hour = 3_600_000;
const now = 100 * 24 * hour;

test.each([
  ['after the start', null, false, true],
  ['while a backup makes up for what was missed', null, true, false],
  ['a day later', now - 24 * hour, false, true],
  ['a day later, while a backup runs', now - 24 * hour, true, false],
  ['an hour later', now - hour, false, false],
  ['after the clock was set back', now + 48 * hour, false, true],
])('%s', (_when, lookedAt, busy, isDue) => {
  expect(isLookDue({ now, lookedAt, busy })).toBe(isDue);
});
