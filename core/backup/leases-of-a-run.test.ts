import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BackupFixture, noise, protectDays } from '../../test/backup/backup-fixture.ts';
import { compareTrees } from '../../test/compare/compare-trees.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { dayMs } from '../locks/period.ts';
import { readObject } from '../repository/read-object.ts';
import { decodeListPart } from '../repository/list-part.ts';

const here = new BackupFixture();

test('every PUT carries a lock of P and more, and never beyond the cap', async () => {
  const set = await here.newSet();
  writeFileSync(set.path('a'), noise(100_000));
  const before = (await set.store.providerClock()).now;
  const report = await set.backUp();
  for (const { lockUntil } of set.store.puts) {
    expect(lockUntil).toBeGreaterThan(before + protectDays * dayMs);
    expect(lockUntil).toBeLessThan(Date.now() + (protectDays + 60) * dayMs);
  }
  expect(report.protectedUntil).toBeGreaterThan(before + protectDays * dayMs);
  expect(report.protectedUntil).toBe(
    Math.min(
      ...set.store.puts.filter(({ name }) => !name.includes('/index/')).map(({ lockUntil }) => lockUntil!),
    ),
  );
});

describe('a date that was sent but is not there', () => {
  test('a store that drops the lock ends the run', async () => {
    const set = await here.newSet();
    writeFileSync(set.path('a'), 'a');
    set.store.onPut = (request, put) => put({ ...request, lockUntil: undefined });
    await expect(set.backUp()).rejects.toMatchObject({ code: 'bucket-not-locked' });
    set.store.onPut = (request, put) => put(request);
    expect(await set.snapshots()).toEqual([]);
    expect(set.catalog.objects.ofKinds('data', 'tree')).toEqual([]);
    await set.backUp();
    await set.expectWhole();
  });

  test.each(['index', 'lists', 'snapshots'])('also one that drops only those of %s', async (folder) => {
    const set = await here.newSet();
    writeFileSync(set.path('a'), 'a');
    set.store.onPut = (request, put) =>
      put(request.name.includes(`/${folder}/`) ? { ...request, lockUntil: undefined } : request);
    await expect(set.backUp()).rejects.toMatchObject({ code: 'bucket-not-locked' });
  });

  test('a lock in governance mode, or one that is a day shorter, is none', async () => {
    const set = await here.newSet();
    writeFileSync(set.path('a'), 'a');
    set.store.onHead = (head) => ({ ...head, lock: { ...head.lock!, mode: 'governance' } });
    await expect(set.backUp()).rejects.toMatchObject({ code: 'bucket-not-locked' });
    set.store.onHead = (head) => ({ ...head, lock: { ...head.lock!, until: head.lock!.until! - dayMs } });
    await expect(set.backUp()).rejects.toMatchObject({ code: 'bucket-not-locked' });
    expect(await set.snapshots()).toEqual([]);
  });
});

test('no lock is set while the clocks differ by more than a day', async () => {
  const set = await here.newSet();
  writeFileSync(set.path('a'), 'a');
  const { realWorld } = await import('../system/world.ts');
  const world = { ...realWorld, now: () => Date.now() - 25 * 3_600_000 };
  await expect(set.backUp({}, { world })).rejects.toMatchObject({ code: 'clocks-differ' });
  expect(set.store.puts).toEqual([]);
});

// The clock of the vault moves from here on; sets are made after it, or live through it.

test('leases below P are renewed before they are counted on', async () => {
  const set = await here.newSet();
  writeFileSync(set.path('a'), 'a');
  const first = await set.backUp();
  await here.moveClock(20 * dayMs);
  const second = await set.backUp();
  expect(set.store.putFolders).toEqual(['snapshots']);
  expect(second.protectedUntil).toBeGreaterThan(first.protectedUntil + 15 * dayMs);
  expect(second).toMatchObject({ shortenedLeases: 0, newBytes: 0 });
  await set.expectWhole();
});

test('refused renewals: the snapshot carries the true, shorter date, and says so', async () => {
  const set = await here.newSet();
  writeFileSync(set.path('a'), 'a');
  const first = await set.backUp();
  await here.moveClock(20 * dayMs);
  set.store.onRenew = () => {
    throw new HoldfastError('key-insufficient');
  };
  const second = await set.backUp();
  const lists = set.catalog.objects.ofKinds('list').length;
  expect(second.shortenedLeases).toBe(2 + lists);
  // The three leases of the first run end two days of slack apart at most.
  expect(Math.abs(second.protectedUntil - first.protectedUntil)).toBeLessThan(dayMs);
  expect(second.newBytes).toBe(0);
  expect(second.earlier).toEqual({ missing: 0, shortenedLeases: lists + 1 });
});

test('what concerns only earlier snapshots is said as well', async () => {
  const set = await here.newSet();
  writeFileSync(set.path('a'), noise(1000, 1));
  await set.backUp();
  const first = set.catalog.objects.ofKinds('data')[0]!;
  writeFileSync(set.path('a'), noise(1000, 2));
  expect((await set.backUp()).earlier).toEqual({ missing: 0, shortenedLeases: 0 });
  await here.moveClock(20 * dayMs);
  set.store.onRenew = (version) => {
    if (version.name.endsWith(first.name)) throw new HoldfastError('key-insufficient');
  };
  expect(await set.backUp()).toMatchObject({
    shortenedLeases: 0,
    earlier: { missing: 0, shortenedLeases: 1 },
  });
  set.store.onRenew = () => undefined;
  await here.moveClock(40 * dayMs);
  await here.destroy(set, [first.name]);
  expect((await set.backUp()).earlier).toEqual({ missing: 1, shortenedLeases: 0 });
});

test('leases that cannot be held for a day are not counted on: those files are stored again', async () => {
  const set = await here.newSet();
  writeFileSync(set.path('a'), 'a');
  await set.backUp();
  // All leases run out in 0.3 to 0.7 days.
  await here.moveClock((protectDays + 1.3) * dayMs);
  set.store.onRenew = () => {
    throw new HoldfastError('key-insufficient');
  };
  const again = await set.backUp();
  expect(again).toMatchObject({ newBytes: 1, shortenedLeases: 0 });
  expect(again.protectedUntil).toBeGreaterThan((await set.store.providerClock()).now + protectDays * dayMs);
});

test('packs that went after their locks: their files are stored again, the ordinals are not trusted', async () => {
  const set = await here.newSet();
  mkdirSync(set.path('folder'));
  for (let file = 0; file < 5; file++) writeFileSync(set.path('folder', `${file}`), noise(50_000, file + 1));
  await set.backUp({}, { packTargetBytes: 60_000 });
  const packs = set.catalog.objects.ofKinds('data', 'tree');
  await here.moveClock(200 * dayMs);
  const gone = packs.filter((_, index) => index % 2 === 0);
  await here.destroy(
    set,
    gone.map(({ name }) => name),
  );
  const again = await set.backUp({}, { packTargetBytes: 60_000 });
  expect(again.newBytes).toBeGreaterThan(50_000);
  expect(again.newBytes).toBeLessThan(250_000);
  const snapshot = (await set.snapshots()).at(-1)!;
  const listed = (
    await Promise.all(
      snapshot.parts.map(async (part) =>
        decodeListPart(await readObject(set.store, set.repository.prefix, part)),
      ),
    )
  ).flat();
  for (const { name } of gone) expect(listed.map((row) => row.name)).not.toContain(name);
  for (const { id } of gone) expect(set.catalog.objects.byId(id)).toBeUndefined();
  for (const { id } of set.catalog.objects
    .ofKinds('data', 'tree')
    .filter(({ uploadedAt }) => uploadedAt > packs.at(-1)!.uploadedAt))
    expect(id).toBeGreaterThan(packs.at(-1)!.id);
  expect(compareTrees(set.source, `${await set.restore()}/source`)).toMatchObject({ differences: 0 });
  set.loseCatalog();
  await set.backUp();
  expect(set.store.putFolders).toEqual(['snapshots']);
  expect(compareTrees(set.source, `${await set.restore()}/source`)).toMatchObject({ differences: 0 });
});

test('what goes while a run counts on it is noticed before anything is published', async () => {
  const set = await here.newSet();
  writeFileSync(set.path('a'), noise(50_000));
  await set.backUp();
  await here.moveClock(200 * dayMs);
  // Renewed at the start of the run as far as it is told, and gone when it is to be published.
  const data = set.catalog.objects.ofKinds('data')[0]!;
  await set.store.renew(
    { ...data, name: set.repository.prefix + data.name },
    (await set.store.providerClock()).now + 2 * dayMs,
  );
  set.catalog.objects.confirm(data, (await set.store.providerClock()).now + 2 * dayMs);
  let renewals = 0;
  set.store.onRenew = ({ versionId }) => {
    if (versionId === data.versionId && ++renewals > 0)
      throw new HoldfastError(renewals === 1 ? 'key-insufficient' : 'object-missing');
  };
  set.store.onHead = (head) => {
    if (head.versionId === data.versionId && renewals > 1) throw new HoldfastError('object-missing');
    return head;
  };
  const report = await set.backUp();
  expect(report.newBytes).toBe(50_000);
  expect(renewals).toBe(2);
  set.store.onHead = (head) => head;
  expect(await set.restore()).toBeDefined();
});
