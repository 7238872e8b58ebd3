import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ChunkIdHasher } from '../crypto/chunk-id.ts';
import { toHex } from '../crypto/hex.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { dayMs } from '../locks/period.ts';
import type { ListedVersion } from '../model/object.ts';
import { sealIndex } from '../repository/index-object.ts';
import { objectName } from '../repository/names.ts';
import { PackWriter } from '../repository/pack-writer.ts';
import { putLocked } from '../repository/put-locked.ts';
import { readObject } from '../repository/read-object.ts';
import type { Repository } from '../repository/repository.ts';
import { realWorld } from '../system/world.ts';
import { CheckFixture, firstIndexRow, packOf, policy, publish } from '../../test/check/check-fixture.ts';
import { flip, spoiled, type Spoil } from '../../test/check/spoiled-repository.ts';
import { findingKinds, type Finding, type FindingCode } from './finding.ts';
import { runCheck, type CheckReport } from './run-check.ts';

const here = new CheckFixture();
const seen = new Set<FindingCode>();

async function check(repository: Repository, readData = false): Promise<CheckReport> {
  const report = await runCheck({ repository, readData, world: realWorld });
  for (const { code } of report.findings) seen.add(code);
  return report;
}

const codes = (report: CheckReport): readonly FindingCode[] => report.findings.map(({ code }) => code);

function only(report: CheckReport, code: FindingCode): Finding {
  const [finding, ...others] = report.findings.filter((one) => one.code === code);
  expect(others).toEqual([]);
  expect(finding).toBeDefined();
  return finding!;
}

describe.each(['s3', 'b2'] as const)('an undamaged repository over %s', (kind) => {
  test('has no findings, also when every byte is read', async () => {
    const { repository, snapshot, packs } = await here.backedUp(kind);
    for (const readData of [false, true]) {
      const report = await check(repository, readData);
      expect(report).toMatchObject({ ok: true, findings: [], packs: packs.length, files: 3 });
      expect(report.readBytes).toBe(readData ? packs.reduce((sum, { size }) => sum + size, 0) : 0);
      expect(report.snapshots).toMatchObject([{ id: snapshot.id }]);
      expect(report.snapshots[0]!.protectedUntil).toBeGreaterThan(Date.now() + 29 * dayMs);
    }
  });
});

test('a snapshot that is kept no more may be in pieces', async () => {
  const { repository, snapshot } = await here.backedUp();
  const data = await packOf(repository, 'data');
  const asked: string[] = [];
  const report = await runCheck({
    repository: spoiled(repository, { gone: (name) => name === data }),
    readData: false,
    world: realWorld,
    kept: (snapshots, now) => {
      asked.push(...snapshots.map(({ id }) => id));
      expect(now).toBeGreaterThan(0);
      return new Set();
    },
  });
  for (const { code } of report.findings) seen.add(code);
  expect(asked).toEqual([snapshot.id]);
  expect(report).toMatchObject({ ok: true, snapshots: [] });
  expect(only(report, 'let-go').words).toContain('kept no more');
});

describe('lost data', () => {
  test('a pack that is gone: its files are named', async () => {
    const { repository, snapshot } = await here.backedUp();
    const data = await packOf(repository, 'data');
    const report = await check(spoiled(repository, { gone: (name) => name === data }));
    expect(report.ok).toBe(false);
    expect(only(report, 'pack-missing')).toMatchObject({
      severity: 'data-lost',
      object: data,
      snapshots: [snapshot.id],
    });
    expect(only(report, 'pack-missing').paths.toSorted()).toEqual(
      ['a.txt', 'big', 'sub/b.txt'].map((name) => here.sourcePath(name)),
    );
    expect(report.snapshots).toMatchObject([{ protectedUntil: 0 }]);
  });

  test('a tree pack that is gone: the folder is named', async () => {
    const { repository } = await here.backedUp();
    const tree = await packOf(repository, 'tree');
    const report = await check(spoiled(repository, { gone: (name) => name === tree }));
    expect(only(report, 'pack-missing')).toMatchObject({
      object: tree,
      paths: [join(here.folder, 'source')],
    });
  });

  test('a pack of another length', async () => {
    const { repository } = await here.backedUp();
    const data = await packOf(repository, 'data');
    const report = await check(spoiled(repository, { size: (name) => (name === data ? 1000 : undefined) }));
    expect(only(report, 'pack-size-differs')).toMatchObject({ severity: 'data-lost', pathCount: 3 });
    expect(codes(report)).not.toContain('pack-missing');
  });

  test('a trailer with a changed bit', async () => {
    const { repository, packs } = await here.backedUp();
    const data = await packOf(repository, 'data');
    const { size } = packs.find(({ name }) => name === data)!;
    const bytes = (name: string, all: Uint8Array, start: number): void =>
      name === data ? flip(size - 100)(all, start) : undefined;
    const report = await check(spoiled(repository, { bytes }));
    expect(only(report, 'pack-damaged')).toMatchObject({ severity: 'data-lost', pathCount: 3 });
  });

  test('contents with a changed bit are found only by reading every byte, and only their files are named', async () => {
    const { repository } = await here.backedUp();
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
    const { repository } = await here.backedUp();
    const data = await packOf(repository, 'data');
    const index = await firstIndexRow(repository, data);
    const bytes = (name: string, all: Uint8Array, start: number): void =>
      name === data ? flip(index.paddingAt)(all, start) : undefined;
    const report = await check(spoiled(repository, { bytes }), true);
    expect(only(report, 'pack-damaged')).toMatchObject({ severity: 'at-risk', pathCount: 0 });
  });

  test('contents that are nowhere', async () => {
    const { repository, snapshot, packs } = await here.backedUp();
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
    const { repository, snapshot, packs } = await here.backedUp();
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
    const pack = await putLocked(store, prefix, 'packs', writer.finish().bytes.slice(), policy, realWorld);
    const { name, versionId, size } = pack;
    const bad = await publish(repository, snapshot, [...packs, { name, versionId, size }], toHex(id));
    const report = await check(repository);
    expect(only(report, 'tree-damaged')).toMatchObject({
      severity: 'data-lost',
      snapshots: [bad],
      paths: [join(here.folder, 'source')],
    });
    expect(only(report, 'not-indexed')).toMatchObject({ severity: 'note', object: name });
  });
});

describe('at risk', () => {
  test('a pack that a snapshot reaches and does not list', async () => {
    const { repository, snapshot, packs } = await here.backedUp();
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
    ['list-missing', (list: string) => ({ gone: (name: string) => name === list })],
    [
      'list-damaged',
      (list: string) => ({
        bytes: (name: string, bytes: Uint8Array) => void (name === list && (bytes[50] = 0)),
      }),
    ],
  ] as const)('%s', async (code, spoil: (list: string) => Spoil) => {
    const { repository, snapshot } = await here.backedUp();
    const report = await check(spoiled(repository, spoil(snapshot.parts[0]!.name)));
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
    const { repository } = await here.backedUp();
    const data = await packOf(repository, 'data');
    const report = await check(spoiled(repository, { lock: (name) => (name === data ? lock : undefined) }));
    expect(report).toMatchObject({ ok: false, findings: [{ code, severity: 'at-risk', object: data }] });
    expect(report.snapshots[0]!.protectedUntil).toBe(lock.mode === 'compliance' ? lock.until : 0);
  });

  test('hidden, and overwritten: still readable', async () => {
    const { repository, packs } = await here.backedUp();
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
    const { repository, packs } = await here.backedUp();
    const { store, prefix } = repository;
    const [pack] = packs;
    const body = await readObject(store, prefix, pack!);
    await store.put({
      name: prefix + pack!.name,
      body,
      sha256: sha256Hex(body),
      lockUntil: Math.floor(Date.now() / 1000) * 1000 + policy.protectMs,
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
    const { repository, packs } = await here.backedUp();
    const { store, prefix, keys, repositoryId } = repository;
    const data = await packOf(repository, 'data');
    const { row } = await firstIndexRow(repository, data);
    const wrong = sealIndex(keys, repositoryId, [{ ...row, size: row.size + 1 }], realWorld.random);
    const before = await store.listVersions(`${prefix}index/`)[Symbol.asyncIterator]().next();
    const good = (before.value as readonly ListedVersion[])[0]!.name.slice(prefix.length);
    await putLocked(store, prefix, 'index', wrong, policy, realWorld);
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

test('a bucket that cannot be reached ends the check', async () => {
  const { repository } = await here.backedUp();
  const broken = spoiled(repository, {
    bytes: () => {
      throw new HoldfastError('network-unreachable', {});
    },
  });
  await expect(check(broken)).rejects.toMatchObject({ code: 'network-unreachable' });
});

test('cancelled', async () => {
  const { repository } = await here.backedUp();
  await expect(
    runCheck({ repository, readData: false, world: realWorld, signal: AbortSignal.abort() }),
  ).rejects.toMatchObject({ code: 'cancelled' });
});

test('every kind of finding was found above', () => {
  expect([...seen].toSorted()).toEqual(Object.keys(findingKinds).toSorted());
});
