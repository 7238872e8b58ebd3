import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runBackup } from '../backup/run-backup.ts';
import { openCatalog, type Catalog } from '../catalog/catalog.ts';
import { listSnapshots, type FoundSnapshot } from '../catalog/snapshots.ts';
import { ChunkIdHasher } from '../crypto/chunk-id.ts';
import { toHex } from '../crypto/hex.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { dayMs } from '../locks/period.ts';
import type { NeededObject } from '../model/needed-object.ts';
import type { ListedVersion, VersionLock } from '../model/object.ts';
import { createRepository } from '../repository/create-repository.ts';
import { openIndex, sealIndex } from '../repository/index-object.ts';
import { decodeListPart, encodeListPart } from '../repository/list-part.ts';
import { objectName, parseName } from '../repository/names.ts';
import { PackWriter } from '../repository/pack-writer.ts';
import { putLocked } from '../repository/put-locked.ts';
import { readObject } from '../repository/read-object.ts';
import type { Repository } from '../repository/repository.ts';
import { sealSnapshot } from '../repository/snapshot-object.ts';
import { connectStore } from '../storage/connect-store.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { createProvisioner } from '../storage/provisioning.ts';
import { noExclusions } from '../source/exclusion.ts';
import { realWorld } from '../system/world.ts';
import { startPracticeVault, type PracticeVault } from '../../practice/server/start-practice-vault.ts';
import { findingKinds, type Finding, type FindingCode } from './finding.ts';
import { runCheck, type CheckReport } from './run-check.ts';

const bucket = 'check-tests';
const protectMs = 30 * dayMs;

let folder: string;
let vault: PracticeVault;
let made = 0;
const closing: (() => Promise<void> | void)[] = [];
const seen = new Set<FindingCode>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-check-'));
  vault = await startPracticeVault({ dir: join(folder, 'vault') });
  await createProvisioner({ kind: 'b2', endpoint: vault.b2, bucket }, vault).ensureLockedBucket();
  const source = join(folder, 'source');
  mkdirSync(join(source, 'sub'), { recursive: true });
  writeFileSync(join(source, 'a.txt'), 'first');
  writeFileSync(join(source, 'sub/b.txt'), 'second');
  writeFileSync(join(source, 'big'), Buffer.alloc(3_000_000, 'something that is not all zeros, '));
});

afterAll(async () => {
  for (const close of closing) await close();
  await vault.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A repository of its own with one snapshot of the source folder. */
async function backedUp(
  kind: 's3' | 'b2' = 's3',
): Promise<{ repository: Repository; snapshot: FoundSnapshot; packs: readonly NeededObject[] }> {
  const settings =
    kind === 's3'
      ? ({ kind, endpoint: vault.s3, region: vault.region, bucket } as const)
      : ({ kind, endpoint: vault.b2, bucket } as const);
  const store = await connectStore(settings, vault, realWorld);
  const prefix = `set${made++}/`;
  const master = new Uint8Array(32).fill(made);
  const { repository } = await createRepository({
    store,
    prefix,
    master,
    passphrase: undefined,
    protectMs,
    world: realWorld,
  });
  const catalog: Catalog = openCatalog(join(folder, `catalog${made}`), repository.repositoryId);
  closing.push(
    () => catalog.close(),
    () => store.close(),
  );
  await runBackup({
    repository,
    catalog,
    world: realWorld,
    workers: 1,
    request: {
      paths: [join(folder, 'source')],
      rules: noExclusions,
      never: [],
      protectDays: 30,
      host: 'h',
      user: 'u',
      platform: 'linux',
      program: 'test',
    },
  });
  const [snapshot] = (await listSnapshots(repository, undefined)).snapshots;
  const packs = decodeListPart(await readObject(store, prefix, snapshot!.parts[0]!));
  return { repository, snapshot: snapshot!, packs };
}

async function check(repository: Repository, readData = false): Promise<CheckReport> {
  const report = await runCheck({ repository, readData, world: realWorld });
  for (const { code } of report.findings) seen.add(code);
  return report;
}

type Spoil = {
  readonly gone?: (name: string) => boolean;
  readonly bytes?: (name: string, bytes: Uint8Array, start: number) => void;
  readonly size?: (name: string) => number | undefined;
  readonly lock?: (name: string) => VersionLock | undefined;
};

/** The same repository behind a provider that lost or changed something. Names are relative to the prefix. */
function spoiled(repository: Repository, spoil: Spoil): Repository {
  const { store, prefix } = repository;
  const own = (name: string): string => name.slice(prefix.length);
  const lockOf = (version: ListedVersion): ListedVersion => ({
    ...version,
    lock: spoil.lock?.(own(version.name)) ?? version.lock,
  });
  const faulty: ObjectStore = Object.create(store, {
    get: {
      value: async (...[version, range]: Parameters<ObjectStore['get']>) => {
        if (spoil.gone?.(own(version.name)))
          await store.get({ ...version, name: `${version.name}-gone` }, range);
        const bytes = Uint8Array.from(await store.get(version, range));
        spoil.bytes?.(own(version.name), bytes, range?.start ?? 0);
        return bytes;
      },
    },
    head: { value: async (version: ListedVersion) => lockOf((await store.head(version)) as ListedVersion) },
    listVersions: {
      value: async function* list(...args: Parameters<ObjectStore['listVersions']>) {
        for await (const page of store.listVersions(...args))
          yield page
            .filter(({ name }) => !spoil.gone?.(own(name)))
            .map((version) => lockOf({ ...version, size: spoil.size?.(own(version.name)) ?? version.size }));
      },
    },
    providerClock: { value: () => store.providerClock() },
    keyCapabilities: { value: () => store.keyCapabilities() },
  }) as ObjectStore;
  return { ...repository, store: faulty };
}

const codes = (report: CheckReport): readonly FindingCode[] => report.findings.map(({ code }) => code);
const only = (report: CheckReport, code: FindingCode): Finding => {
  const [finding, ...others] = report.findings.filter((one) => one.code === code);
  expect(others).toEqual([]);
  expect(finding).toBeDefined();
  return finding!;
};
const sourcePath = (name: string): string => join(folder, 'source', name);
const flip =
  (at: number) =>
  (bytes: Uint8Array, start: number): void => {
    const index = at - start;
    if (index >= 0 && index < bytes.length) bytes[index] = bytes[index]! ^ 1;
  };

async function kindOfPacks(repository: Repository): Promise<Map<string, 'data' | 'tree'>> {
  const kinds = new Map<string, 'data' | 'tree'>();
  for await (const page of repository.store.listVersions(`${repository.prefix}index/`))
    for (const { name, versionId } of page)
      for (const row of openIndex(
        repository.keys,
        repository.repositoryId,
        await repository.store.get({ name, versionId }),
      ))
        kinds.set(objectName('', 'packs', row.pack), row.kind);
  return kinds;
}

async function packOf(repository: Repository, kind: 'data' | 'tree'): Promise<string> {
  const found = [...(await kindOfPacks(repository))].find(([, one]) => one === kind);
  return found![0];
}

/** A second snapshot of the same trees, or of others, with lists that differ. */
async function publish(
  repository: Repository,
  snapshot: FoundSnapshot,
  packs: readonly NeededObject[],
  node?: string,
): Promise<string> {
  const part = await putLocked(
    repository.store,
    repository.prefix,
    'lists',
    encodeListPart(packs),
    protectMs,
    realWorld,
  );
  const roots = snapshot.body.roots.map((root) => ({ ...root, node: node ?? root.node }));
  const needed = { name: part.name, versionId: part.versionId, size: part.size };
  const bytes = sealSnapshot(
    repository.keys,
    repository.repositoryId,
    { parts: [needed], body: { ...snapshot.body, roots } },
    realWorld.random,
  );
  const object = await putLocked(
    repository.store,
    repository.prefix,
    'snapshots',
    bytes,
    protectMs,
    realWorld,
  );
  return parseName('', object.name)!.hash;
}

describe.each(['s3', 'b2'] as const)('an undamaged repository over %s', (kind) => {
  test('has no findings, also when every byte is read', async () => {
    const { repository, snapshot, packs } = await backedUp(kind);
    for (const readData of [false, true]) {
      const report = await check(repository, readData);
      expect(report).toMatchObject({ ok: true, findings: [], packs: packs.length, files: 3 });
      expect(report.readBytes).toBe(readData ? packs.reduce((sum, { size }) => sum + size, 0) : 0);
      expect(report.snapshots).toMatchObject([{ id: snapshot.id }]);
      expect(report.snapshots[0]!.protectedUntil).toBeGreaterThan(Date.now() + 29 * dayMs);
    }
  });
});

describe('lost data', () => {
  test('a pack that is gone: its files are named', async () => {
    const { repository, snapshot } = await backedUp();
    const data = await packOf(repository, 'data');
    const report = await check(spoiled(repository, { gone: (name) => name === data }));
    expect(report.ok).toBe(false);
    expect(only(report, 'pack-missing')).toMatchObject({
      severity: 'data-lost',
      object: data,
      snapshots: [snapshot.id],
    });
    expect(only(report, 'pack-missing').paths.toSorted()).toEqual(
      ['a.txt', 'big', 'sub/b.txt'].map(sourcePath),
    );
    expect(report.snapshots).toMatchObject([{ protectedUntil: 0 }]);
  });

  test('a tree pack that is gone: the folder is named', async () => {
    const { repository } = await backedUp();
    const tree = await packOf(repository, 'tree');
    const report = await check(spoiled(repository, { gone: (name) => name === tree }));
    expect(only(report, 'pack-missing')).toMatchObject({ object: tree, paths: [join(folder, 'source')] });
  });

  test('a pack of another length', async () => {
    const { repository } = await backedUp();
    const data = await packOf(repository, 'data');
    const report = await check(spoiled(repository, { size: (name) => (name === data ? 1000 : undefined) }));
    expect(only(report, 'pack-size-differs')).toMatchObject({ severity: 'data-lost', pathCount: 3 });
    expect(codes(report)).not.toContain('pack-missing');
  });

  test('a trailer with a changed bit', async () => {
    const { repository, packs } = await backedUp();
    const data = await packOf(repository, 'data');
    const { size } = packs.find(({ name }) => name === data)!;
    const bytes = (name: string, all: Uint8Array, start: number): void =>
      name === data ? flip(size - 100)(all, start) : undefined;
    const report = await check(spoiled(repository, { bytes }));
    expect(only(report, 'pack-damaged')).toMatchObject({ severity: 'data-lost', pathCount: 3 });
  });

  test('contents with a changed bit are found only by reading every byte, and only their files are named', async () => {
    const { repository } = await backedUp();
    const data = await packOf(repository, 'data');
    const bytes = (name: string, all: Uint8Array, start: number): void =>
      name === data ? flip(200)(all, start) : undefined;
    const broken = spoiled(repository, { bytes });
    expect(await check(broken)).toMatchObject({ ok: true });
    const report = await check(broken, true);
    const finding = only(report, 'pack-damaged');
    expect(finding).toMatchObject({ severity: 'data-lost', object: data });
    expect(finding.detail).toMatch(/name.*pieces in it cannot be read/);
    expect(finding.pathCount).toBeGreaterThan(0);
    expect(finding.pathCount).toBeLessThan(3);
  });

  test('a changed bit in the padding touches no file', async () => {
    const { repository } = await backedUp();
    const data = await packOf(repository, 'data');
    const index = await firstIndexRow(repository, data);
    const bytes = (name: string, all: Uint8Array, start: number): void =>
      name === data ? flip(index.paddingAt)(all, start) : undefined;
    const report = await check(spoiled(repository, { bytes }), true);
    expect(only(report, 'pack-damaged')).toMatchObject({ severity: 'at-risk', pathCount: 0 });
  });

  test('contents that are nowhere', async () => {
    const { repository, snapshot, packs } = await backedUp();
    const data = await packOf(repository, 'data');
    const id = await publish(
      repository,
      snapshot,
      packs.filter(({ name }) => name !== data),
    );
    const hideFirst = (name: string): boolean =>
      name.startsWith('index/') || name === data || name === `snapshots/${snapshot.id}`;
    const report = await check(spoiled(repository, { gone: hideFirst }));
    expect(only(report, 'contents-missing')).toMatchObject({
      severity: 'data-lost',
      snapshots: [id],
      pathCount: 3,
    });
  });

  test('a folder that opens and makes no sense', async () => {
    const { repository, snapshot, packs } = await backedUp();
    const { keys, repositoryId, store, prefix } = repository;
    const plain = Buffer.from('{"entries":[{"n":".."}]}');
    const id = new ChunkIdHasher(keys.chunkId).id(plain);
    const writer = new PackWriter({
      kind: 'tree',
      key: keys.tree,
      repositoryId,
      buffer: new Uint8Array(1000),
      targetBytes: 1,
      random: realWorld.random,
    });
    writer.add(id, plain);
    const pack = await putLocked(store, prefix, 'packs', writer.finish().bytes.slice(), protectMs, realWorld);
    const { name, versionId, size } = pack;
    const bad = await publish(repository, snapshot, [...packs, { name, versionId, size }], toHex(id));
    const report = await check(repository);
    expect(only(report, 'tree-damaged')).toMatchObject({
      severity: 'data-lost',
      snapshots: [bad],
      paths: [join(folder, 'source')],
    });
    expect(only(report, 'not-indexed')).toMatchObject({ severity: 'note', object: name });
  });
});

describe('at risk', () => {
  test('a pack that a snapshot reaches and does not list', async () => {
    const { repository, snapshot, packs } = await backedUp();
    const data = await packOf(repository, 'data');
    const id = await publish(
      repository,
      snapshot,
      packs.filter(({ name }) => name !== data),
    );
    const report = await check(repository);
    expect(report).toMatchObject({
      ok: false,
      findings: [{ code: 'pack-not-listed', severity: 'at-risk', object: data, snapshots: [id] }],
    });
  });

  test.each([
    ['list-missing', { gone: (name: string) => name.startsWith('lists/') }],
    [
      'list-damaged',
      { bytes: (name: string, bytes: Uint8Array) => void (name.startsWith('lists/') && (bytes[50] = 0)) },
    ],
  ] as const)('%s', async (code, spoil: Spoil) => {
    const { repository, snapshot } = await backedUp();
    const report = await check(spoiled(repository, spoil));
    expect(report.ok).toBe(false);
    expect(only(report, code)).toMatchObject({
      severity: 'at-risk',
      object: snapshot.parts[0]!.name,
      snapshots: [snapshot.id],
    });
    expect(codes(report).filter((one) => findingKinds[one].severity === 'data-lost')).toEqual([]);
  });

  test.each([
    ['not-locked', { mode: null, until: null, legalHold: false }],
    ['not-locked', { mode: 'governance', until: Date.now() + 90 * dayMs, legalHold: false }],
    ['not-locked', { mode: 'compliance', until: Date.now() - 1000, legalHold: false }],
    ['lock-ending', { mode: 'compliance', until: Date.now() + 7 * dayMs, legalHold: false }],
  ] as const)('%s: %o', async (code, lock) => {
    const { repository } = await backedUp();
    const data = await packOf(repository, 'data');
    const report = await check(spoiled(repository, { lock: (name) => (name === data ? lock : undefined) }));
    expect(report).toMatchObject({ ok: false, findings: [{ code, severity: 'at-risk', object: data }] });
    expect(report.snapshots[0]!.protectedUntil).toBe(lock.mode === 'compliance' ? lock.until : 0);
  });

  test('hidden, and overwritten: still readable', async () => {
    const { repository, packs } = await backedUp();
    const [first, second] = packs;
    await repository.store.hide(repository.prefix + first!.name);
    const body = Buffer.from('not what it was');
    await repository.store.put({
      name: repository.prefix + second!.name,
      body,
      sha256: sha256Hex(body),
      lockUntil: undefined,
    });
    const report = await check(repository, true);
    expect(only(report, 'hidden')).toMatchObject({ severity: 'at-risk', object: first!.name });
    expect(only(report, 'overwritten')).toMatchObject({ severity: 'at-risk', object: second!.name });
    expect(report.findings).toHaveLength(2);
  });
});

describe('notes leave it ok', () => {
  test('stored twice; unused; foreign', async () => {
    const { repository, packs } = await backedUp();
    const { store, prefix } = repository;
    const [pack] = packs;
    const body = await readObject(store, prefix, pack!);
    await store.put({
      name: prefix + pack!.name,
      body,
      sha256: sha256Hex(body),
      lockUntil: Math.floor(Date.now() / 1000) * 1000 + protectMs,
    });
    const junk = Buffer.from('junk');
    for (const kind of ['packs', 'snapshots'] as const)
      await store.put({
        name: objectName(prefix, kind, sha256Hex(junk)),
        body: junk,
        sha256: sha256Hex(junk),
        lockUntil: undefined,
      });
    const report = await check(repository);
    expect(report.ok).toBe(true);
    expect(only(report, 'surplus-version')).toMatchObject({ severity: 'note', object: pack!.name });
    expect(only(report, 'foreign-snapshots')).toMatchObject({ severity: 'note', object: '1' });
    expect(only(report, 'unused-objects')).toMatchObject({ severity: 'note' });
  });

  test('an index that differs, one that is damaged, and none', async () => {
    const { repository, packs } = await backedUp();
    const { store, prefix, keys, repositoryId } = repository;
    const data = await packOf(repository, 'data');
    const { row } = await firstIndexRow(repository, data);
    const wrong = sealIndex(keys, repositoryId, [{ ...row, size: row.size + 1 }], realWorld.random);
    const before = await store.listVersions(`${prefix}index/`)[Symbol.asyncIterator]().next();
    const good = (before.value as readonly ListedVersion[])[0]!.name.slice(prefix.length);
    await putLocked(store, prefix, 'index', wrong, protectMs, realWorld);
    expect(await check(repository)).toMatchObject({
      ok: true,
      findings: [{ code: 'index-differs', object: data }],
    });
    const bytes = (name: string, all: Uint8Array): void => void (name === good && (all[40] = all[40]! ^ 1));
    const damaged = await check(spoiled(repository, { bytes }));
    expect(only(damaged, 'index-damaged').object).toBe(good);
    const none = await check(spoiled(repository, { gone: (name) => name.startsWith('index/') }));
    expect(none.ok).toBe(true);
    expect(codes(none)).toEqual(packs.map(() => 'not-indexed'));
  });
});

async function firstIndexRow(repository: Repository, pack: string) {
  const { store, prefix, keys, repositoryId } = repository;
  const { decodePackContents } = await import('../repository/pack-contents.ts');
  for await (const page of store.listVersions(`${prefix}index/`))
    for (const { name, versionId } of page)
      for (const row of openIndex(keys, repositoryId, await store.get({ name, versionId }))) {
        if (objectName('', 'packs', row.pack) !== pack) continue;
        const last = decodePackContents(row.contents).segments.at(-1)!;
        return { row, paddingAt: last.offset + last.sealedLength + 1 };
      }
  throw new Error('not indexed');
}

test('a bucket that cannot be reached ends the check', async () => {
  const { repository } = await backedUp();
  const { HoldfastError } = await import('../errors/holdfast-error.ts');
  const broken = spoiled(repository, {
    bytes: () => {
      throw new HoldfastError('network-unreachable', {});
    },
  });
  await expect(check(broken)).rejects.toMatchObject({ code: 'network-unreachable' });
});

test('cancelled', async () => {
  const { repository } = await backedUp();
  await expect(
    runCheck({ repository, readData: false, world: realWorld, signal: AbortSignal.abort() }),
  ).rejects.toMatchObject({ code: 'cancelled' });
});

test('every kind of finding was found above', () => {
  expect([...seen].toSorted()).toEqual(Object.keys(findingKinds).toSorted());
});
