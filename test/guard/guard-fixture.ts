import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCatalog, type Catalog } from '../../core/catalog/catalog.ts';
import { guardRound, type GuardPolicy, type RoundReport } from '../../core/guard/guard-round.ts';
import { compliantUntil } from '../../core/locks/confirm-lease.ts';
import { lockPolicy } from '../../core/locks/lock-policy.ts';
import { ProviderTime } from '../../core/locks/provider-time.ts';
import { retentionPresets } from '../../core/locks/retention.ts';
import type { Instant } from '../../core/model/object.ts';
import { connectStore, type StoreSettings } from '../../core/storage/connect-store.ts';
import { withMeter } from '../../core/storage/decorators/meter.ts';
import type { ObjectStore } from '../../core/storage/object-store.ts';
import { createProvisioner } from '../../core/storage/provisioning.ts';
import type { Role } from '../../core/storage/roles.ts';
import { realWorld, type World } from '../../core/system/world.ts';
import { readNeeds, type NeededVersion } from '../../core/upkeep/needs.ts';
import type { BackupFixture, TestSet } from '../backup/backup-fixture.ts';
import { noise, protectDays } from '../backup/backup-fixture.ts';

export const dayMs = 86_400_000;
const bucket = 'backup-tests';

export const guardPolicy: GuardPolicy = {
  lock: lockPolicy(protectDays),
  retention: retentionPresets.standard,
  maxBytes: Number.POSITIVE_INFINITY,
  maxCalls: 20_000,
  noSnapshotMs: 3 * dayMs,
};

/** For tests: a guard on a second machine, with a renewal key of this set's prefix, the list key and nothing else. */
export class TestGuard {
  readonly store: ObjectStore;
  readonly catalog: Catalog;
  readonly set: TestSet;
  policy = guardPolicy;
  world: World = realWorld;

  constructor(store: ObjectStore, set: TestSet) {
    this.store = store;
    this.set = set;
    this.catalog = openCatalog(join(set.folder, 'guard.sqlite'), set.repository.repositoryId);
  }

  async round(policy: Partial<GuardPolicy> = {}): Promise<RoundReport> {
    const { store, meter } = withMeter(this.store);
    const { prefix, repositoryId, keys } = this.set.repository;
    return await guardRound({
      repository: { store, prefix, repositoryId, listKey: keys.list },
      catalog: this.catalog,
      policy: { ...this.policy, ...policy },
      time: await ProviderTime.ask(store, this.world),
      world: this.world,
      calls: () => Object.values(meter.snapshot().calls).reduce((sum, calls) => sum + calls, 0),
    });
  }
}

export class GuardFixture {
  readonly #fixture: BackupFixture;
  readonly #kind: 's3' | 'b2';

  constructor(fixture: BackupFixture, kind: 's3' | 'b2') {
    this.#fixture = fixture;
    this.#kind = kind;
  }

  async guard(set: TestSet): Promise<TestGuard> {
    return new TestGuard(await this.connect(set, 'renewal'), set);
  }

  /** The bucket as whoever stole this key sees it. */
  async connect(set: TestSet, role: Role): Promise<ObjectStore> {
    const { vault } = this.#fixture;
    const provisioner = createProvisioner({ kind: 'b2', endpoint: vault.b2, bucket }, vault);
    const key = await provisioner.createKey(role, set.repository.prefix, role);
    await provisioner.close();
    return await connectStore(this.#settings, key, realWorld);
  }

  get #settings(): StoreSettings {
    const { vault } = this.#fixture;
    return this.#kind === 's3'
      ? { kind: 's3', endpoint: vault.s3, region: vault.region, bucket }
      : { kind: 'b2', endpoint: vault.b2, bucket };
  }

  /** The shortest lock of all that the snapshots need, asked of the bucket; 0: something is missing or not locked. */
  async trueLeast(set: TestSet, ids?: readonly string[]): Promise<Instant> {
    let least = Number.POSITIVE_INFINITY;
    for (const version of await this.needed(set, ids)) {
      const name = set.repository.prefix + version.name;
      least = Math.min(least, compliantUntil(await this.#fixture.powerful.head({ ...version, name })));
    }
    return least;
  }

  async needed(set: TestSet, ids?: readonly string[]): Promise<readonly NeededVersion[]> {
    const all = await set.snapshots();
    const snapshots = ids ? all.filter(({ id }) => ids.includes(id)) : all;
    const needs = await readNeeds(set.repository, snapshots, undefined);
    if (needs.unreadable.length > 0) throw new Error('a list part cannot be read');
    return needs.versions;
  }

  async now(): Promise<Instant> {
    return (await this.#fixture.powerful.providerClock()).now;
  }
}

/** A file with contents of its own in the set's source. */
export function write(set: TestSet, name: string, seed: number, length = 40_000): void {
  mkdirSync(set.source, { recursive: true });
  writeFileSync(join(set.source, name), noise(length, seed));
}
