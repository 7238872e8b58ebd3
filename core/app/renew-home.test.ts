import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BackupFixture, noise, type TestSet } from '../../test/backup/backup-fixture.ts';
import { mac } from '../crypto/mac.ts';
import { dayMs } from '../locks/period.ts';
import { ProviderTime } from '../locks/provider-time.ts';
import { putLocked } from '../repository/put-locked.ts';
import { sealSnapshot } from '../repository/snapshot-object.ts';
import { realWorld } from '../system/world.ts';
import { isWhole, renewLocks, workOf, type RenewalReport } from '../upkeep/renew-locks.ts';
import { survey } from '../upkeep/survey.ts';
import { homeAt } from './home.ts';
import { noteAndPing, renewHome } from './renew-home.ts';
import type { Settings } from './settings.ts';
import { readUpkeep } from './upkeep-state.ts';

const here = new BackupFixture('b2');

async function renew({ repository, catalog, policy }: TestSet): Promise<RenewalReport> {
  const time = await ProviderTime.ask(repository.store, realWorld);
  const seen = await survey(repository, catalog, undefined, time.now(), dayMs);
  return await renewLocks({ repository, catalog, policy, time, world: realWorld }, workOf(seen, catalog));
}

test('a renewal for which the storage listed too few snapshots is no whole one, and says so', async () => {
  const set = await here.newSet();
  for (const seed of [1, 2]) {
    writeFileSync(set.path('a'), noise(1000, seed));
    await set.backUp();
  }
  const [first, second] = await set.snapshots();
  const pages = set.store.listVersions.bind(set.store);
  set.store.listVersions = async function* (prefix, options) {
    for await (const page of pages(prefix, options))
      yield page.filter(({ name }) => !name.includes(second!.id));
  };
  const report = await renew(set);
  expect(report.unlisted.map(({ name }) => name)).toEqual([`snapshots/${second!.id}`]);
  expect(isWhole(report)).toBe(false);
  const home = homeAt(await mkdtemp(join(tmpdir(), 'holdfast-renewed-')));
  try {
    const settings = { ping: null } as Settings;
    expect(await noteAndPing(home, settings, report)).toEqual([
      expect.stringContaining('did not list 1 snapshot '),
    ]);
    expect((await readUpkeep(home)).lastRenewal?.whole).toBe(false);

    set.store.listVersions = pages;
    const whole = await renew(set);
    expect([isWhole(whole), await noteAndPing(home, settings, whole)]).toEqual([true, []]);
    // Once its lock has passed it may well be gone: given back, or never renewed.
    set.store.listVersions = async function* (prefix, options) {
      for await (const page of pages(prefix, options))
        yield page.filter(({ name }) => !name.includes(first!.id));
    };
    await here.moveClock(99 * dayMs);
    expect((await renew(set)).unlisted).toEqual([]);
  } finally {
    await rm(home.folder, { recursive: true, force: true });
  }
});

test('a snapshot of a later format ends a renewal and a backup, and nothing lapses for it', async () => {
  const set = await here.newSet();
  writeFileSync(set.path('a'), noise(1000, 1));
  await set.backUp();
  const [snapshot] = await set.snapshots();
  const { store, prefix, keys, repositoryId } = set.repository;
  // As whoever has the passphrase can make one up.
  const later = Buffer.from(sealSnapshot(keys, repositoryId, snapshot!, (count) => randomBytes(count)));
  later[8] = 2;
  const end = 14 + later.readUInt32BE(10);
  later.set(mac(keys.list, later.subarray(0, end)), end);
  await putLocked(store, prefix, 'snapshots', later, set.policy, realWorld);

  const home = homeAt(await mkdtemp(join(tmpdir(), 'holdfast-renewed-')));
  const { repository, catalog, policy } = set;
  const place = { endpoint: 'http://127.0.0.1' };
  const settings = { ping: null, strict: false, protectDays: policy.protectDays, store: place } as Settings;
  const renewing = () => renewHome({ home, inUse: { repository, catalog, settings }, world: realWorld });
  try {
    for (const work of [renewing, () => set.backUp()]) {
      await here.moveClock(25 * dayMs);
      await expect(work()).rejects.toMatchObject({ code: 'format-unknown' });
      const { now } = await store.providerClock();
      for (const known of catalog.objects.ofKinds(
        'data',
        'tree',
        'list',
        'snapshot',
        'index',
        'repository',
      )) {
        const { lock } = await store.head({ name: prefix + known.name, versionId: known.versionId });
        expect(lock?.until).toBeGreaterThan(now + policy.protectMs - 60_000);
      }
    }
  } finally {
    await rm(home.folder, { recursive: true, force: true });
  }
});

test('a strict home’s renewal fills an empty catalog so that the next backup stores nothing again', async () => {
  await here.makeStrict();
  const set = await here.newSet();
  writeFileSync(set.path('a'), noise(50_000, 1));
  await set.backUp();
  await here.moveClock(15 * dayMs);
  expect((await set.backUp()).newBytes).toBe(50_000);
  set.loseCatalog();
  const home = homeAt(await mkdtemp(join(tmpdir(), 'holdfast-renewed-')));
  const { repository, catalog, policy } = set;
  const store = { endpoint: 'http://127.0.0.1' };
  const settings = { ping: null, strict: true, protectDays: policy.protectDays, store } as Settings;
  try {
    await renewHome({ home, inUse: { repository, catalog, settings }, world: realWorld });
  } finally {
    await rm(home.folder, { recursive: true, force: true });
  }
  expect((await set.backUp()).newBytes).toBe(0);
});
