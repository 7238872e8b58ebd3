import { describe, expect, test } from 'vitest';
import { mac } from '../../core/crypto/mac.ts';
import { sha256Hex } from '../../core/crypto/sha256.ts';
import { boundsFor, maxPartBytes, RoundBudget } from '../../core/guard/guard-bounds.ts';
import { listCleartexts, type CleartextListing } from '../../core/guard/list-cleartexts.ts';
import { readParts } from '../../core/guard/read-parts.ts';
import { SnapshotMemory } from '../../core/guard/snapshot-memory.ts';
import { compliantUntil } from '../../core/locks/confirm-lease.ts';
import type { ByteRange, ListedVersion, ObjectVersion } from '../../core/model/object.ts';
import { cleartextLength, sealSnapshot } from '../../core/repository/snapshot-object.ts';
import { ForwardingStore } from '../../core/storage/decorators/forwarding-store.ts';
import { BackupFixture, noise, type TestSet } from '../backup/backup-fixture.ts';
import { dayMs, GuardFixture, write, type TestGuard } from './guard-fixture.ts';

const plant = (prefix: string): readonly ListedVersion[] =>
  Array.from({ length: 100_000 }, (_, at) => ({
    name: prefix + sha256Hex(Buffer.from(`planted ${at}`)),
    versionId: `planted-${at}`,
    kind: 'object',
    size: 2 ** 30,
    // Later than ours: nobody can plant into the past.
    uploadedAt: Date.now() + 1e9 + at,
    latest: true,
    lock: undefined,
  }));

/** A provider whose `snapshots/` holds a hundred thousand planted objects beside the real ones. */
class FloodedStore extends ForwardingStore {
  readBytes = 0;
  reads = 0;
  /** Of every planted object: claims a cleartext of so many bytes. */
  claimedLength = 2 ** 30;
  #planted: readonly ListedVersion[] | undefined;

  protected override around<T>(_operation: string, call: () => Promise<T>): Promise<T> {
    return call();
  }

  override async *listVersions(prefix: string): AsyncGenerator<readonly ListedVersion[]> {
    const rows: ListedVersion[] = [];
    for await (const page of this.inner.listVersions(prefix)) rows.push(...page);
    if (prefix.endsWith('snapshots/')) rows.push(...(this.#planted ??= plant(prefix)));
    rows.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : b.uploadedAt - a.uploadedAt));
    for (let at = 0; at < rows.length; at += 1000) yield rows.slice(at, at + 1000);
  }

  override async get(version: ObjectVersion, range?: ByteRange): Promise<Uint8Array> {
    if (!version.versionId.startsWith('planted')) return await super.get(version, range);
    if (!range) throw new Error('a planted object is never read whole');
    const bytes = new Uint8Array(range.end - range.start);
    this.reads++;
    this.readBytes += bytes.length;
    if (range.start === 0) {
      bytes.set(Buffer.from('HOLDFAST\u0001S', 'latin1'));
      new DataView(bytes.buffer).setUint32(10, this.claimedLength);
    }
    return bytes;
  }
}

describe.each(['b2', 's3'] as const)('by the list key alone, over %s', (kind) => {
  const fixture = new BackupFixture(kind);
  const guarding = new GuardFixture(fixture, kind);

  async function setAndGuard(): Promise<{ set: TestSet; guard: TestGuard }> {
    const set = await fixture.newSet();
    write(set, 'genuine', 1);
    await set.backUp();
    return { set, guard: await guarding.guard(set) };
  }

  test('a snapshot of a later format that authenticates is renewed; what it says otherwise is an alarm', async () => {
    const { set, guard } = await setAndGuard();
    const { prefix, keys } = set.repository;
    const { version } = (await set.snapshots())[0]!;
    const whole = Buffer.from(await set.store.get({ ...version, name: prefix + version.name }));
    const clear = Buffer.from(whole.subarray(0, cleartextLength(whole, 2 ** 20) - 32));
    const plant = async (framed: Buffer): Promise<ObjectVersion> => {
      framed[8] = 2;
      framed.writeUInt32BE(framed.length - 14, 10);
      const body = Buffer.concat([framed, mac(keys.list, framed), noise(500, framed.length)]);
      const name = `${prefix}snapshots/${sha256Hex(body)}`;
      const lockUntil = Math.floor((await guarding.now()) / 1000) * 1000 + 32 * dayMs;
      const { versionId } = await set.store.put({ name, body, sha256: sha256Hex(body), lockUntil });
      return { name, versionId };
    };
    const later = await plant(Buffer.from(clear));
    await fixture.moveClock(10 * dayMs);
    expect(await guard.round({ noSnapshotMs: 99 * dayMs })).toMatchObject({
      snapshots: 2,
      kept: 2,
      alarms: [],
    });
    expect(compliantUntil(await fixture.powerful.head(later))).toBeGreaterThan(
      (await guarding.now()) + 30 * dayMs,
    );
    await plant(Buffer.concat([clear.subarray(0, 14), Buffer.from('{"other":"words"}')]));
    expect(await guard.round({ noSnapshotMs: 99 * dayMs })).toMatchObject({
      snapshots: 2,
      alarms: [{ kind: 'not-understood', facts: { count: 1 } }],
    });
  });

  test('a snapshot of another repository is foreign, though the list key fits', async () => {
    const { set, guard } = await setAndGuard();
    const { prefix, keys } = set.repository;
    const { parts } = (await set.snapshots())[0]!;
    const body = sealSnapshot(
      keys,
      'ff'.repeat(16),
      { parts, body: (await set.snapshots())[0]!.body },
      (length) => noise(length),
    );
    const lockUntil = Math.floor((await guarding.now()) / 1000) * 1000 + 9 * dayMs;
    const sha256 = sha256Hex(body);
    await set.store.put({ name: `${prefix}snapshots/${sha256}`, body, sha256, lockUntil });
    expect(await guard.round()).toMatchObject({ snapshots: 1, foreign: 1, alarms: [] });
  });

  test('ours sent twice is no alarm; other bytes of the same length are one', async () => {
    const { set, guard } = await setAndGuard();
    const { prefix } = set.repository;
    const lockUntil = Math.floor((await guarding.now()) / 1000) * 1000 + 9 * dayMs;
    const put = async (pick: number, change: (bytes: Buffer) => void): Promise<void> => {
      const version = (await guarding.needed(set)).filter(({ kind: what }) => what === 'pack')[pick]!;
      const body = Buffer.from(await set.store.get({ ...version, name: prefix + version.name }));
      change(body);
      await set.store.put({ name: prefix + version.name, body, sha256: sha256Hex(body), lockUntil });
    };
    await guard.round();
    const { calls } = await guard.round();
    await put(0, () => undefined);
    expect(await guard.round()).toMatchObject({ alarms: [], calls: calls + 1 });
    expect(await guard.round()).toMatchObject({ alarms: [], calls });
    await put(1, (bytes) => bytes.fill(7, 20));
    const found = await guard.round();
    expect(found.alarms).toMatchObject([{ kind: 'covered', facts: { markers: 0, foreign: 1 } }]);
    // It was read once, and is known from then on.
    expect(await guard.round()).toMatchObject({ alarms: [{ kind: 'covered' }], calls });
  });

  test('a list part that is larger than a list says is not downloaded', async () => {
    const { set, guard } = await setAndGuard();
    const { store, prefix } = set.repository;
    const body = noise(maxPartBytes + 1);
    const sha256 = sha256Hex(body);
    const name = `lists/${sha256}`;
    const { versionId } = await store.put({ name: prefix + name, body, sha256, lockUntil: undefined });
    set.store.gets.length = 0;
    const part = { name, versionId, size: 100 };
    const gone = { name: `lists/${sha256Hex(noise(3))}`, versionId, size: 100 };
    const unread = await readParts({ store: set.store, prefix }, guard.catalog, [part, gone]);
    expect([...unread.values()].toSorted()).toEqual(['object-damaged', 'object-missing']);
    expect(set.store.gets).toEqual([]);
  });

  test('clocks that differ by more than a day: it looks, renews nothing and says so', async () => {
    const { guard } = await setAndGuard();
    await fixture.moveClock(20 * dayMs);
    guard.world = { ...guard.world, now: () => Date.now() + 2 * dayMs };
    const report = await guard.round({ noSnapshotMs: 99 * dayMs });
    expect(report).toMatchObject({ renewed: 0, kept: 1, alarms: [{ kind: 'clocks-differ' }] });
  });

  test('what is gone is missing, and what is renewed is only what was there', async () => {
    const { set, guard } = await setAndGuard();
    await fixture.moveClock(400 * dayMs);
    const needed = await guarding.needed(set);
    const pack = needed.find(({ kind: what }) => what === 'pack')!;
    await fixture.destroy(set, [pack.name]);
    const report = await guard.round({ noSnapshotMs: 999 * dayMs });
    expect(report.alarms).toMatchObject([{ kind: 'missing', facts: { count: 1, names: [pack.name] } }]);
    expect(report).toMatchObject({ protectedUntil: 0 });
    const list = needed.find(({ kind: what }) => what === 'list')!;
    const other = await guarding.guard(await fixture.newSet());
    expect(await other.round()).toMatchObject({ snapshots: 0, protectedUntil: undefined, alarms: [] });
    await fixture.moveClock(400 * dayMs);
    await fixture.destroy(set, [list.name]);
    // It was read before, so all else is still looked after.
    expect((await guard.round({ noSnapshotMs: 999 * dayMs })).alarms).toMatchObject([
      { kind: 'missing', facts: { count: 2 } },
    ]);
  });

  test('a key that may do more raises an alarm at every start, where the provider tells', async () => {
    const { set, guard } = await setAndGuard();
    const powerful = await guarding.connect(set, 'backup');
    const thief = Object.assign(Object.create(guard) as TestGuard, { store: powerful });
    const { alarms } = await thief.round();
    expect(alarms.map((alarm) => alarm.kind)).toEqual(kind === 'b2' ? ['key-too-powerful'] : []);
    await powerful.close();
  });
});

describe('a flood', () => {
  const fixture = new BackupFixture('b2');
  const guarding = new GuardFixture(fixture, 'b2');

  async function setAndGuard(): Promise<{ set: TestSet; guard: TestGuard }> {
    const set = await fixture.newSet();
    write(set, 'genuine', 1);
    await set.backUp();
    return { set, guard: await guarding.guard(set) };
  }

  test('a hundred thousand planted objects cost what the bounds allow, and are read once', async () => {
    const { set, guard } = await setAndGuard();
    const store = new FloodedStore(guard.store);
    const { prefix, repositoryId, keys } = set.repository;
    const memory = new SnapshotMemory(guard.catalog, keys.list);
    const look = (maxCalls: number, readBytes = 1e9): Promise<CleartextListing> =>
      listCleartexts(
        { store, prefix, repositoryId, listKey: keys.list },
        memory,
        new RoundBudget({ ...boundsFor(maxCalls), readBytes }),
        Date.now(),
      );
    const first = await look(4_000);
    expect(first.snapshots).toHaveLength(1);
    expect([first.foreign, first.unread, store.reads]).toEqual([999, 99_001, 999]);
    const second = await look(4_000);
    expect([second.snapshots.length, second.foreign, second.unread]).toEqual([1, 1_999, 98_001]);
    expect(store.readBytes).toBeLessThan(40e6);

    // Claims that fit are read no further than the bytes of a round.
    store.claimedLength = 2 ** 22;
    store.readBytes = 0;
    const third = await look(4_000, 20e6);
    expect(third.snapshots).toHaveLength(1);
    expect(store.readBytes).toBeGreaterThan(10e6);
    expect(store.readBytes).toBeLessThanOrEqual(20e6);
  });

  test('a listing that is longer than the bounds ends there and says so', async () => {
    const { set, guard } = await setAndGuard();
    const store = new FloodedStore(guard.store);
    const { prefix, repositoryId, keys } = set.repository;
    const budget = new RoundBudget({ ...boundsFor(200), pages: 5 });
    const listing = await listCleartexts(
      { store, prefix, repositoryId, listKey: keys.list },
      new SnapshotMemory(guard.catalog, keys.list),
      budget,
      Date.now(),
    );
    // One of the five: the others are for other folders.
    expect([budget.listingCut, budget.pages]).toEqual([true, 4]);
    expect(listing.foreign + listing.unread + listing.snapshots.length).toBeLessThanOrEqual(5_000);
  });
});
