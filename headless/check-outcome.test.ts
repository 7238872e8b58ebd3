import { expect, test } from 'vitest';
import { outcomeOf } from './commands/check.ts';

const now = Date.UTC(2026, 10, 22);
const whole = {
  ok: true,
  findings: [],
  snapshots: [{ id: 'ab', uploadedAt: now, protectedUntil: now + 30 * 86_400_000 }],
  packs: 1,
  directories: 1,
  files: 1,
  readBytes: 0,
  seconds: 1,
};

test('a check of a storage that keeps no locks is not all well', () => {
  const { text, exitCode } = outcomeOf(whole, false, now, 'disproved');
  expect(exitCode).toBe(1);
  expect(text).toMatch(/^Not protected: /);
  expect(text).not.toContain('All is well');
  for (const proven of ['proven', 'unproven'] as const)
    expect(outcomeOf(whole, false, now, proven)).toMatchObject({ exitCode: 0 });
});
