import { beforeAll, describe, expect, test } from 'vitest';
import { BackupFixture, protectDays } from '../backup/backup-fixture.ts';
import { dayMs, GuardFixture, write } from './guard-fixture.ts';

describe.each(['b2', 's3'] as const)('a strict set-up, over %s', (kind) => {
  const fixture = new BackupFixture(kind);
  const guarding = new GuardFixture(fixture, kind);
  beforeAll(() => fixture.makeStrict());

  test('relies on the guard: it lengthens what the computer itself cannot, and nothing is stored again', async () => {
    const set = await fixture.newSet();
    const guard = await guarding.guard(set);
    write(set, 'genuine', 1);
    await set.backUp();
    for (let step = 0; step < 4; step++) {
      await fixture.moveClock(15 * dayMs);
      const report = await guard.round({ noSnapshotMs: 99 * dayMs });
      expect(report).toMatchObject({ left: 0, alarms: [] });
      const now = await guarding.now();
      expect(await guarding.trueLeast(set)).toBeGreaterThanOrEqual(now + protectDays * dayMs - 3_600_000);
      expect(await set.backUp()).toMatchObject({ newBytes: 0, shortenedLeases: 0 });
    }
    await set.expectWhole();
  });
});
