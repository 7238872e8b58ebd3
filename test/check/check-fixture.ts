import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { runBackup } from '../../core/backup/run-backup.ts';
import { openCatalog, type Catalog } from '../../core/catalog/catalog.ts';
import { listSnapshots, type FoundSnapshot } from '../../core/catalog/snapshots.ts';
import type { NeededObject } from '../../core/model/needed-object.ts';
import { createRepository } from '../../core/repository/create-repository.ts';
import { openIndex, type IndexRow } from '../../core/repository/index-object.ts';
import { decodeListPart, encodeListPart } from '../../core/repository/list-part.ts';
import { objectName, parseName } from '../../core/repository/names.ts';
import { decodePackContents } from '../../core/repository/pack-contents.ts';
import { putLocked } from '../../core/repository/put-locked.ts';
import { readObject } from '../../core/repository/read-object.ts';
import type { Repository } from '../../core/repository/repository.ts';
import { sealSnapshot } from '../../core/repository/snapshot-object.ts';
import { noExclusions } from '../../core/source/exclusion.ts';
import { connectStore } from '../../core/storage/connect-store.ts';
import { createProvisioner } from '../../core/storage/provisioning.ts';
import { realWorld } from '../../core/system/world.ts';
import { startPracticeVault, type PracticeVault } from '../../practice/server/start-practice-vault.ts';
import { lockPolicy } from '../../core/locks/lock-policy.ts';

const bucket = 'check-tests';
export const policy = lockPolicy(30);

/** For tests: a practice vault for a test file, and repositories in it that hold one snapshot of three files. */
export class CheckFixture {
  folder = '';
  #vault: PracticeVault | undefined;
  #made = 0;
  readonly #closing: (() => Promise<void> | void)[] = [];

  constructor() {
    beforeAll(async () => {
      this.folder = mkdtempSync(join(tmpdir(), 'holdfast-check-'));
      this.#vault = await startPracticeVault({ dir: join(this.folder, 'vault') });
      await createProvisioner(
        { kind: 'b2', endpoint: this.#vault.b2, bucket },
        this.#vault,
      ).ensureLockedBucket();
      const source = join(this.folder, 'source');
      mkdirSync(join(source, 'sub'), { recursive: true });
      writeFileSync(join(source, 'a.txt'), 'first');
      writeFileSync(join(source, 'sub/b.txt'), 'second');
      writeFileSync(join(source, 'big'), Buffer.alloc(3_000_000, 'something that is not all zeros, '));
    });

    afterAll(async () => {
      for (const close of this.#closing) await close();
      await this.#vault?.close();
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  sourcePath(name: string): string {
    return join(this.folder, 'source', name);
  }

  /** A repository of its own with one snapshot of the source folder. */
  async backedUp(
    kind: 's3' | 'b2' = 's3',
  ): Promise<{ repository: Repository; snapshot: FoundSnapshot; packs: readonly NeededObject[] }> {
    const vault = this.#vault!;
    const settings =
      kind === 's3'
        ? ({ kind, endpoint: vault.s3, region: vault.region, bucket } as const)
        : ({ kind, endpoint: vault.b2, bucket } as const);
    const store = await connectStore(settings, vault, realWorld);
    const prefix = `set${this.#made++}/`;
    const master = new Uint8Array(32).fill(this.#made);
    const { repository } = await createRepository({
      store,
      prefix,
      master,
      passphrase: undefined,
      policy,
      world: realWorld,
    });
    const catalog: Catalog = openCatalog(join(this.folder, `catalog${this.#made}`), repository.repositoryId);
    this.#closing.push(
      () => catalog.close(),
      () => store.close(),
    );
    await runBackup({
      repository,
      catalog,
      world: realWorld,
      workers: 1,
      request: {
        paths: [join(this.folder, 'source')],
        rules: noExclusions,
        never: [],
        policy,
        host: 'h',
        user: 'u',
        platform: 'linux',
        program: 'test',
      },
    });
    const [snapshot] = (await listSnapshots(repository, undefined)).snapshots;
    const packs: NeededObject[] = [];
    for (const part of snapshot!.parts) packs.push(...decodeListPart(await readObject(store, prefix, part)));
    return { repository, snapshot: snapshot!, packs };
  }
}

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

/** A pack of this kind, by its name. */
export async function packOf(repository: Repository, kind: 'data' | 'tree'): Promise<string> {
  const found = [...(await kindOfPacks(repository))].find(([, one]) => one === kind);
  return found![0];
}

/** A second snapshot of the same trees, or of others, with lists that differ. */
export async function publish(
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
    policy,
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
  const object = await putLocked(repository.store, repository.prefix, 'snapshots', bytes, policy, realWorld);
  return parseName('', object.name)!.hash;
}

/** What the index says about a pack, and where its padding begins. */
export async function firstIndexRow(
  repository: Repository,
  pack: string,
): Promise<{ readonly row: IndexRow; readonly paddingAt: number }> {
  const { store, prefix, keys, repositoryId } = repository;
  for await (const page of store.listVersions(`${prefix}index/`))
    for (const { name, versionId } of page)
      for (const row of openIndex(keys, repositoryId, await store.get({ name, versionId }))) {
        if (objectName('', 'packs', row.pack) !== pack) continue;
        const last = decodePackContents(row.contents).segments.at(-1)!;
        return { row, paddingAt: last.offset + last.sealedLength + 1 };
      }
  throw new Error('not indexed');
}
