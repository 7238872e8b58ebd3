import { describe, expect, test } from 'vitest';
import { BackupFixture, noise, type TestSet } from '../../test/backup/backup-fixture.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { dayMs } from '../locks/period.ts';
import { ProviderTime } from '../locks/provider-time.ts';
import type { ListedVersion } from '../model/object.ts';
import { realWorld } from '../system/world.ts';
import { LeasedWriter, type ObjectToWrite } from './leased-writer.ts';
import { lockPolicy } from '../locks/lock-policy.ts';

const policy = lockPolicy(30);

describe.each(['s3', 'b2'] as const)('over %s', (kind) => {
  const here = new BackupFixture(kind);
  const bytes = noise(500);
  const object: ObjectToWrite = { kind: 'list', bytes, sha256: sha256Hex(bytes) };

  async function newWriter(set: TestSet): Promise<LeasedWriter> {
    let ordinal = set.catalog.objects.nextId();
    return new LeasedWriter(set.repository, set.catalog, {
      time: await ProviderTime.ask(set.store, realWorld),
      world: realWorld,
      policy,
      takeOrdinal: () => ordinal++,
    });
  }

  const nameIn = (set: TestSet): string => `${set.repository.prefix}lists/${object.sha256}`;

  async function versions(set: TestSet): Promise<readonly ListedVersion[]> {
    const all: ListedVersion[] = [];
    for await (const page of here.powerful.listVersions(nameIn(set))) all.push(...page);
    return all;
  }

  /** As it may stand there before: these bytes, or others, under a lock of so many days. */
  async function putBefore(set: TestSet, body: Uint8Array, lockDays: number): Promise<string> {
    const { now } = await set.store.providerClock();
    const lockUntil = Math.floor((now + lockDays * dayMs) / 1000) * 1000;
    const { versionId } = await here.powerful.put({
      name: nameIn(set),
      body,
      sha256: sha256Hex(body),
      lockUntil,
    });
    return versionId;
  }

  test('a new object: locked, its date read back', async () => {
    const set = await here.newSet();
    const { now } = await set.store.providerClock();
    const row = await (await newWriter(set)).put(object);
    expect(row).toMatchObject({ name: `lists/${object.sha256}`, kind: 'list', size: 500 });
    expect(row.confirmedUntil).toBeGreaterThan(now + policy.protectMs);
    expect(await versions(set)).toHaveLength(1);
    expect(set.catalog.objects.byName(row.name)).toEqual([]);
  });

  test('known under a running lock: nothing is sent; under none: it is', async () => {
    const set = await here.newSet();
    const writer = await newWriter(set);
    const first = await writer.keep(object);
    set.store.puts.length = 0;
    expect(await writer.keep(object)).toEqual(first);
    expect(set.store.puts).toEqual([]);
    set.catalog.objects.strike(first.id);
    const again = await writer.keep(object);
    expect(again.id).toBeGreaterThan(first.id);
    expect(set.store.puts).toMatchObject([{ onlyIfAbsent: true }]);
  });

  test('there already, its lease short: that version, its lease made longer', async () => {
    const set = await here.newSet();
    const before = await putBefore(set, bytes, 2);
    const row = await (await newWriter(set)).put(object);
    expect(row.versionId).toBe(before);
    expect(row.confirmedUntil).toBeGreaterThan(Date.now() + policy.protectMs);
    expect(await versions(set)).toHaveLength(1);
  });

  test('there already under other bytes: still that version', async () => {
    const set = await here.newSet();
    const before = await putBefore(set, bytes, 2);
    await putBefore(set, noise(500, 2), 5);
    const row = await (await newWriter(set)).put(object);
    expect(row.versionId).toBe(before);
    expect(await versions(set)).toHaveLength(2);
  });

  test('other bytes only, or a marker on top: another version, locked', async () => {
    const set = await here.newSet();
    await putBefore(set, noise(500, 2), 5);
    const row = await (await newWriter(set)).put(object);
    expect(await versions(set)).toHaveLength(2);
    await here.powerful.hide(nameIn(set));
    const second = await (await newWriter(set)).put(object);
    for (const { versionId, confirmedUntil } of [row, second]) {
      expect(Buffer.from(await set.store.get({ name: nameIn(set), versionId })).equals(bytes)).toBe(true);
      expect(confirmedUntil).toBeGreaterThan(Date.now() + policy.protectMs);
    }
  });

  test('there already, and its lease cannot be made longer: the true date, or another version', async () => {
    const set = await here.newSet();
    const before = await putBefore(set, bytes, 5);
    set.store.onRenew = () => {
      throw new HoldfastError('key-insufficient');
    };
    const row = await (await newWriter(set)).put(object);
    expect(row.versionId).toBe(before);
    expect(Math.abs(row.confirmedUntil - Date.now() - 5 * dayMs)).toBeLessThan(dayMs);
    const short = await here.newSet();
    short.store.onRenew = set.store.onRenew;
    const lapsing = await putBefore(short, bytes, 0.5);
    const other = await (await newWriter(short)).put(object);
    expect(other.versionId).not.toBe(lapsing);
    expect(other.confirmedUntil).toBeGreaterThan(Date.now() + policy.protectMs);
  });

  test('a lock that is not there afterwards is an error, and the object is not counted on', async () => {
    const set = await here.newSet();
    set.store.onPut = (request, put) => put({ ...request, lockUntil: undefined });
    const writer = await newWriter(set);
    await expect(writer.keep(object)).rejects.toMatchObject({ code: 'bucket-not-locked' });
    expect(set.catalog.objects.byName(`lists/${object.sha256}`)).toEqual([]);
  });
});
