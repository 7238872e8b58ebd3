import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { startPracticeVault, type PracticeVault } from '../../practice/server/start-practice-vault.ts';
import { administer } from '../storage/open-practice-subject.ts';
import { openCatalog, type Catalog } from '../../core/catalog/catalog.ts';
import { listSnapshots, type FoundSnapshot } from '../../core/catalog/snapshots.ts';
import { runCheck } from '../../core/check/run-check.ts';
import type { Entry } from '../../core/model/entry.ts';
import { createRepository } from '../../core/repository/create-repository.ts';
import type { Repository } from '../../core/repository/repository.ts';
import { runRestore } from '../../core/restore/run-restore.ts';
import { TreeReader } from '../../core/restore/tree-reader.ts';
import { noExclusions } from '../../core/source/exclusion.ts';
import { connectStore, type StoreCredentials, type StoreSettings } from '../../core/storage/connect-store.ts';
import type { ObjectStore } from '../../core/storage/object-store.ts';
import { createProvisioner, type Provisioner } from '../../core/storage/provisioning.ts';
import type { Role } from '../../core/storage/roles.ts';
import { realWorld, type World } from '../../core/system/world.ts';
import type { BackupOptions, BackupReport, BackupRequest } from '../../core/backup/backup-types.ts';
import { runBackup } from '../../core/backup/run-backup.ts';
import { WatchedStore } from './watched-store.ts';
import { lockPolicy, strictBucketDays, type LockPolicy } from '../../core/locks/lock-policy.ts';

const bucket = 'backup-tests';
export const protectDays = 30;
/** So small that kilobytes make many chunks. */
export const chunking = { min: 1024, avg: 4096, max: 16_384 };

/**
 * For tests: this computer's clock ten seconds ahead, so that what was just written does not look too young to trust
 * (the racy rule) and nobody has to wait.
 */
export const laterWorld: World = { ...realWorld, now: () => Date.now() + 10_000 };

/** Bytes that do not compress, the same at every call. */
export function noise(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

/** One repository of its own, with a store that is watched and a catalog that can be lost. */
export class TestSet {
  readonly store: WatchedStore;
  readonly folder: string;
  readonly repository: Repository;
  readonly policy: LockPolicy;
  catalog: Catalog;

  constructor(store: WatchedStore, folder: string, repository: Repository, policy: LockPolicy) {
    this.store = store;
    this.policy = policy;
    this.folder = folder;
    this.repository = repository;
    this.catalog = this.anotherCatalog('catalog');
  }

  get source(): string {
    return join(this.folder, 'source');
  }

  path(...names: string[]): string {
    return join(this.source, ...names);
  }

  /** A second memory of the same repository: another computer, or an older copy. */
  anotherCatalog(name: string): Catalog {
    return openCatalog(join(this.folder, name), this.repository.repositoryId);
  }

  loseCatalog(): void {
    this.catalog.close();
    rmSync(join(this.folder, 'catalog'));
    this.catalog = this.anotherCatalog('catalog');
  }

  async backUp(
    request: Partial<BackupRequest> = {},
    options: Partial<BackupOptions> = {},
  ): Promise<BackupReport> {
    this.store.puts.length = 0;
    return await runBackup({
      repository: this.repository,
      catalog: this.catalog,
      world: laterWorld,
      workers: 1,
      ...options,
      request: {
        paths: [this.source],
        rules: noExclusions,
        never: [],
        policy: this.policy,
        host: 'host',
        user: 'user',
        platform: 'linux',
        program: 'test',
        ...request,
      },
    });
  }

  /** Everything below the root (the first of the newest snapshot), by path; the root itself is `source`. */
  async entries(catalog = this.catalog): Promise<ReadonlyMap<string, Entry>> {
    const snapshot = (await this.snapshots()).at(-1)!;
    const reader = new TreeReader(this.repository, catalog);
    const found = new Map<string, Entry>();
    const walk = async (node: string, prefix: string): Promise<void> => {
      for await (const page of reader.entries(node))
        for (const entry of page) {
          found.set(prefix + entry.name, entry);
          if (entry.node) await walk(entry.node, `${prefix}${entry.name}/`);
        }
    };
    for (const root of snapshot.body.roots) await walk(root.node, '');
    return found;
  }

  async snapshots(): Promise<readonly FoundSnapshot[]> {
    return (await listSnapshots(this.repository, undefined)).snapshots;
  }

  /** All snapshots are whole to the last byte, by the bucket alone. Returns their ids, oldest first. */
  async expectWhole(): Promise<readonly string[]> {
    const report = await runCheck({ repository: this.repository, readData: true, world: realWorld });
    expect(report.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
    return report.snapshots.map(({ id }) => id);
  }

  /** Into a new folder, whose path is returned. */
  async restore(snapshot?: FoundSnapshot, catalog = this.catalog): Promise<string> {
    const to = mkdtempSync(join(this.folder, 'restored-'));
    const report = await runRestore({
      repository: this.repository,
      catalog,
      snapshot: snapshot ?? (await this.snapshots()).at(-1)!,
      paths: [],
      to,
      world: realWorld,
    });
    expect(report.problems).toEqual([]);
    return to;
  }
}

/** For tests: a practice vault for a test file and sets in it. */
export class BackupFixture {
  vault!: PracticeVault;
  /** May delete what no lock holds. */
  powerful!: ObjectStore;
  #folder = '';
  #made = 0;
  readonly #kind: 's3' | 'b2';
  #policy = lockPolicy(protectDays);
  #key: StoreCredentials | undefined;
  readonly #closing: (() => unknown)[] = [];

  constructor(kind: 's3' | 'b2' = 's3', options: Omit<Parameters<typeof startPracticeVault>[0], 'dir'> = {}) {
    this.#kind = kind;
    beforeAll(async () => {
      this.#folder = mkdtempSync(join(tmpdir(), 'holdfast-backup-'));
      this.vault = await startPracticeVault({ ...options, dir: join(this.#folder, 'vault') });
      await this.#provisioner.ensureLockedBucket();
      this.powerful = await connectStore(this.#settings, this.vault, realWorld);
    });
    afterAll(async () => {
      for (const close of this.#closing) await close();
      await this.powerful.close();
      await this.vault.close();
      rmSync(this.#folder, { recursive: true, force: true });
    });
  }

  /** From now on sets are strict: the bucket sets the dates, and their key may not lengthen them. */
  async makeStrict(): Promise<void> {
    this.#policy = lockPolicy(protectDays, undefined, true);
    await this.#provisioner.raiseDefaultRetention(strictBucketDays(protectDays));
    this.#key = await this.#provisioner.createKey('strict-backup', '', 'strict');
  }

  /** The bucket through a key of a role of its own: a guard, a reader. */
  async withKey(role: Role): Promise<ObjectStore> {
    const key = await this.#provisioner.createKey(role, '', role);
    const store = await connectStore(this.#settings, key, realWorld);
    this.#closing.push(() => store.close());
    return store;
  }

  get #provisioner(): Provisioner {
    return createProvisioner({ kind: 'b2', endpoint: this.vault.b2, bucket }, this.vault);
  }

  get #settings(): StoreSettings {
    return this.#kind === 's3'
      ? { kind: 's3', endpoint: this.vault.s3, region: this.vault.region, bucket }
      : { kind: 'b2', endpoint: this.vault.b2, bucket };
  }

  /** The bucket with another key. */
  async connect(key: StoreCredentials): Promise<ObjectStore> {
    return await connectStore(this.#settings, key, realWorld);
  }

  async newSet(): Promise<TestSet> {
    const number = ++this.#made;
    const inner = await connectStore(this.#settings, this.#key ?? this.vault, realWorld);
    const store = new WatchedStore(inner);
    const { repository } = await createRepository({
      store,
      prefix: `set${number}/`,
      master: new Uint8Array(32).fill(number),
      passphrase: undefined,
      policy: this.#policy,
      world: realWorld,
      chunking,
    });
    const folder = join(this.#folder, `set${number}`);
    mkdirSync(join(folder, 'source'), { recursive: true });
    const set = new TestSet(store, folder, repository, this.#policy);
    this.#closing.push(
      () => inner.close(),
      () => set.catalog.close(),
    );
    return set;
  }

  async moveClock(milliseconds: number): Promise<void> {
    await administer(this.vault, 'clock', { advanceMs: milliseconds });
  }

  /** Removes all versions of these names (relative), as whoever has the powerful key can once the locks have passed. */
  async destroy(set: TestSet, names: Iterable<string>): Promise<void> {
    for (const name of names)
      for await (const page of this.powerful.listVersions(set.repository.prefix + name))
        for (const version of page) await this.powerful.deleteVersion(version);
  }
}
