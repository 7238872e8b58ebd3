import { describe, expect, test } from 'vitest';
import { compliantUntil } from '../../core/locks/confirm-lease.ts';
import { BackupFixture, protectDays } from '../backup/backup-fixture.ts';
import { dayMs, GuardFixture, write } from './guard-fixture.ts';

describe.each(['b2', 's3'] as const)('the owner is off for a year, over %s', (kind) => {
  const fixture = new BackupFixture(kind);
  const guarding = new GuardFixture(fixture, kind);

  test('and the guard alone keeps every snapshot protected', async () => {
    const set = await fixture.newSet();
    const guard = await guarding.guard(set);
    for (let day = 0; day < 3; day++) {
      write(set, `day${day}`, day + 1);
      await set.backUp();
      await fixture.moveClock(dayMs);
    }
    let renewed = 0;
    let calls = 0;
    for (let day = 0; day < 366; day += 6) {
      const report = await guard.round();
      expect(report).toMatchObject({ snapshots: 3, kept: 3, foreign: 0, left: 0 });
      const least = await guarding.trueLeast(set);
      const now = await guarding.now();
      expect(report.protectedUntil).toBe(least);
      expect(least).toBeGreaterThanOrEqual(now + protectDays * dayMs - 3_600_000);
      expect(report.alarms.map(({ kind: what }) => what)).toEqual(day < 6 ? [] : ['no-new-snapshot']);
      renewed += report.renewed;
      calls += report.calls;
      await fixture.moveClock(6 * dayMs);
    }
    // Conveniences too, and not everything in every round.
    const objects = (await guarding.needed(set)).length;
    expect(renewed).toBeGreaterThan(6 * objects);
    expect(renewed).toBeLessThan(40 * objects);
    expect(calls).toBeLessThan(61 * 60);
    const { prefix } = set.repository;
    for (const folder of ['repository/', 'index/']) {
      let seen = 0;
      for await (const page of fixture.powerful.listVersions(prefix + folder))
        for (const version of page) {
          seen++;
          const until = compliantUntil(await fixture.powerful.head(version));
          expect(until).toBeGreaterThan((await guarding.now()) + (protectDays - 7) * dayMs);
        }
      expect(seen).toBeGreaterThan(0);
    }
    await set.expectWhole();
  });
});
