import { mkdirSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { BackupFixture, noise, protectDays, type TestSet } from '../../test/backup/backup-fixture.ts';
import { compareTrees } from '../../test/compare/compare-trees.ts';
import { syncCatalog } from '../catalog/sync-catalog.ts';
import { lockPolicy } from '../locks/lock-policy.ts';
import { dayMs } from '../locks/period.ts';
import { ProviderTime } from '../locks/provider-time.ts';
import { realWorld } from '../system/world.ts';
import { isWhole, renewLocks, workOf } from '../upkeep/renew-locks.ts';
import { survey } from '../upkeep/survey.ts';

describe.each(['s3', 'b2'] as const)('strict mode over %s', (kind) => {
  const here = new BackupFixture(kind);
  beforeAll(() => here.makeStrict());

  /** A set of five packs, on the day of its first backup. */
  async function newSet(): Promise<TestSet> {
    const set = await here.newSet();
    mkdirSync(set.path('folder'));
    for (let file = 0; file < 4; file++)
      writeFileSync(set.path('folder', `${file}`), noise(50_000, file + 1));
    await set.backUp({}, { packTargetBytes: 60_000 });
    return set;
  }

  /** As a guard does it: with a renewal key, from what the owner's snapshots list. */
  async function guard(set: TestSet): Promise<void> {
    const store = await here.withKey('renewal');
    const repository = { ...set.repository, store };
    const catalog = set.anotherCatalog(`guard ${Math.random()}`);
    const time = await ProviderTime.ask(store, realWorld);
    await syncCatalog(repository, catalog, time.now());
    const seen = await survey(repository, catalog, undefined, time.now(), dayMs);
    const upkeep = { repository, catalog, policy: lockPolicy(protectDays), time, world: realWorld };
    const report = await renewLocks(upkeep, workOf(seen, catalog));
    expect(isWhole(report)).toBe(true);
    catalog.close();
  }

  test('the bucket sets the dates, they are read back, and no call lengthens one', async () => {
    const set = await newSet();
    for (const { lockUntil } of set.store.puts) expect(lockUntil).toBeUndefined();
    const { now } = await set.store.providerClock();
    const [snapshot] = await set.snapshots();
    const again = await set.backUp();
    expect(again.protectedUntil).toBeGreaterThan(now + (protectDays + 6.9) * dayMs);
    expect(again.protectedUntil).toBeLessThan(now + (protectDays + 7.1) * dayMs);
    expect(again.newBytes).toBe(0);
    expect(snapshot?.body.complete).toBe(true);
    await set.expectWhole();
  });

  test('what is below three quarters of P is stored again, once; older snapshots say that a guard is missing', async () => {
    const set = await newSet();
    const renewed: string[] = [];
    set.store.onRenew = ({ name }) => void renewed.push(name);
    await here.moveClock(13 * dayMs);
    // 24 of 30 days are left, more than 22.5.
    const early = await set.backUp();
    expect(early).toMatchObject({
      newBytes: 0,
      shortenedLeases: 0,
      earlier: { missing: 0, shortenedLeases: 0 },
    });
    const { now } = await set.store.providerClock();
    expect(early.protectedUntil).toBeLessThan(now + 24.1 * dayMs);
    expect(early.protectedUntil).toBeGreaterThan(now + 23.9 * dayMs);

    await here.moveClock(2 * dayMs);
    const late = await set.backUp({}, { packTargetBytes: 60_000 });
    expect(late).toMatchObject({ newBytes: 200_000, shortenedLeases: 0 });
    expect(late.protectedUntil).toBeGreaterThan(now + (2 + protectDays + 6.9) * dayMs);
    expect(late.earlier.shortenedLeases).toBeGreaterThanOrEqual(6);
    expect(new Set(late.renewal.refused.map(({ code }) => code))).toEqual(new Set(['guard-late']));
    expect(renewed).toEqual([]);

    expect((await set.backUp()).newBytes).toBe(0);
    set.loseCatalog();
    expect((await set.backUp()).newBytes).toBe(0);
    expect(compareTrees(set.source, `${await set.restore()}/source`)).toMatchObject({ differences: 0 });
    await set.expectWhole();
  });

  test('what a guard renewed is not stored again', async () => {
    const set = await newSet();
    await here.moveClock(15 * dayMs);
    await guard(set);
    const { now } = await set.store.providerClock();
    const late = await set.backUp();
    expect(late).toMatchObject({
      newBytes: 0,
      shortenedLeases: 0,
      earlier: { missing: 0, shortenedLeases: 0 },
    });
    expect(isWhole(late.renewal)).toBe(true);
    expect(late.protectedUntil).toBeGreaterThan(now + protectDays * dayMs);
    await set.expectWhole();
  });

  test('a key that may not lengthen is all that it has', async () => {
    const set = await newSet();
    const { name, versionId } = (await set.snapshots())[0]!.version;
    const { now } = await set.store.providerClock();
    await expect(
      set.store.renew({ name: set.repository.prefix + name, versionId }, now + 100 * dayMs),
    ).rejects.toMatchObject({ code: expect.stringMatching(/key-insufficient|object-locked/) as unknown });
  });
});

describe.each(['s3', 'b2'] as const)('a bucket without default retention over %s', (kind) => {
  const here = new BackupFixture(kind);
  test('ends a strict run before anything counts', async () => {
    const set = await here.newSet();
    writeFileSync(set.path('a'), 'a');
    const policy = lockPolicy(protectDays, undefined, true);
    await expect(set.backUp({ policy })).rejects.toMatchObject({ code: 'bucket-not-locked' });
    expect(await set.snapshots()).toEqual([]);
  });
});
