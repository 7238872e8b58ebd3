import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../core/crypto/sha256.ts';
import type { ListedVersion } from '../../core/model/object.ts';
import { ForwardingStore } from '../../core/storage/decorators/forwarding-store.ts';
import { concurrently } from '../../core/system/concurrently.ts';
import { BackupFixture, protectDays } from '../backup/backup-fixture.ts';
import { dayMs, GuardFixture, TestGuard, write } from './guard-fixture.ts';

const hourMs = 3_600_000;

/** Pages of one version, so that a flood of hundreds is more than a round may list. */
class SmallPages extends ForwardingStore {
  protected override around<T>(_operation: string, call: () => Promise<T>): Promise<T> {
    return call();
  }

  override async *listVersions(prefix: string): AsyncGenerator<readonly ListedVersion[]> {
    for await (const page of this.inner.listVersions(prefix)) for (const version of page) yield [version];
  }
}

describe.each(['b2', 's3'] as const)('a flood over %s', (kind) => {
  const fixture = new BackupFixture(kind);
  const guarding = new GuardFixture(fixture, kind);

  test('of names before ours, more than a round may list, keeps no lock of ours from being lengthened', async () => {
    const set = await fixture.newSet();
    const guard = new TestGuard(new SmallPages(await guarding.connect(set, 'renewal')), set);
    write(set, 'genuine', 1);
    await set.backUp();
    const genuine = (await set.snapshots()).map(({ id }) => id);
    expect((await guard.round()).kept).toBe(1);

    const thief = await guarding.connect(set, 'backup');
    const { prefix } = set.repository;
    const body = Buffer.from('flood');
    for (const folder of ['snapshots', 'packs', 'index'])
      await concurrently(
        Array.from({ length: 60 }, (_, at) => at),
        8,
        async (at) => {
          const name = `${prefix}${folder}/00${'0'.repeat(at)}`;
          await thief.put({ name, body, sha256: sha256Hex(body), lockUntil: undefined });
        },
      );
    await fixture.moveClock(20 * dayMs);
    const report = await guard.round({ maxCalls: 100 });
    expect([report.kept, report.alarms.map((alarm) => alarm.kind)]).toEqual([
      1,
      expect.arrayContaining(['budget-exceeded']),
    ]);
    expect(report.alarms.map((alarm) => alarm.kind)).not.toContain('missing');
    expect(await guarding.trueLeast(set, genuine)).toBeGreaterThanOrEqual(
      (await guarding.now()) + protectDays * dayMs - hourMs,
    );
    await thief.close();
  });
});
