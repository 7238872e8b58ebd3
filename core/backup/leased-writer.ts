import type { Catalog } from '../catalog/catalog.ts';
import type { CatalogObject, ObjectKind } from '../catalog/objects.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import { confirmLease } from '../locks/confirm-lease.ts';
import type { LockPolicy } from '../locks/lock-policy.ts';
import { leaseUntil } from '../locks/period.ts';
import type { ProviderTime } from '../locks/provider-time.ts';
import { countsFrom } from '../locks/usable-pack.ts';
import { renewLeases } from '../locks/renew-leases.ts';
import { objectName, type ObjectKind as Folder } from '../repository/names.ts';
import type { Repository } from '../repository/open-repository.ts';
import { findObject } from '../repository/read-object.ts';
import type { PutResult } from '../storage/object-store.ts';
import type { World } from '../system/world.ts';

type WrittenKind = Exclude<ObjectKind, 'pack'>;

const folders: Record<WrittenKind, Folder> = {
  data: 'packs',
  tree: 'packs',
  index: 'index',
  list: 'lists',
  snapshot: 'snapshots',
  key: 'keys',
  repository: 'repository',
};

export type ObjectToWrite = {
  readonly kind: WrittenKind;
  readonly bytes: Uint8Array;
  /** Hex; the object's name. */
  readonly sha256: string;
  /** Base64, where a worker has made it already. */
  readonly md5?: string;
};

export type WriterContext = {
  readonly time: ProviderTime;
  readonly world: World;
  readonly policy: LockPolicy;
  /** The run's ordinals, shared with the workers. */
  readonly takeOrdinal: () => number;
};

/** Stores objects the only way there is: content-named, locked in the PUT, the date read back. */
export class LeasedWriter {
  readonly #repository: Repository;
  readonly #catalog: Catalog;
  readonly #context: WriterContext;

  constructor(repository: Repository, catalog: Catalog, context: WriterContext) {
    this.#repository = repository;
    this.#catalog = catalog;
    this.#context = context;
  }

  get policy(): LockPolicy {
    return this.#context.policy;
  }

  /**
   * Resolves when the provider has the object and has confirmed its lock. Where it is there already, that version is
   * used. Does not touch the catalog: the caller adds the row together with what depends on it.
   */
  async put(object: ObjectToWrite): Promise<Omit<CatalogObject, 'id'>> {
    const { store, prefix } = this.#repository;
    const { time, policy, world } = this.#context;
    time.assertMayLock();
    const jitter = (world.random(1)[0] ?? 0) / 255;
    const lockUntil = policy.strict ? undefined : leaseUntil(time.now(), policy, { jitter });
    const folder = folders[object.kind];
    const name = objectName(prefix, folder, object.sha256);
    const request = {
      name,
      body: object.bytes,
      sha256: object.sha256,
      ...(object.md5 === undefined ? {} : { md5: object.md5 }),
      lockUntil,
    };
    let stored: PutResult;
    try {
      stored = await store.put({ ...request, onlyIfAbsent: true });
    } catch (error) {
      if (!isHoldfastError(error, 'object-exists')) throw error;
      const existing = await this.#existing(object);
      if (existing) return existing;
      // Only foreign bytes, or a marker, stand under our name; reading by version does not mind them.
      stored = await store.put(request);
    }
    const { versionId, providerTime } = stored;
    return {
      name: objectName('', folder, object.sha256),
      versionId,
      kind: object.kind,
      size: object.bytes.length,
      uploadedAt: providerTime,
      // What the bucket sets by itself must last a day at least, as for everything that a snapshot counts on.
      confirmedUntil: await confirmLease(store, { name, versionId }, lockUntil ?? time.now() + policy.dayMs),
    };
  }

  /**
   * The version that is there, its lease made as long as that of a new one; undefined where there is none with these
   * bytes, or none that can be held for a day.
   */
  async #existing({ kind, bytes, sha256 }: ObjectToWrite): Promise<Omit<CatalogObject, 'id'> | undefined> {
    const { store, prefix } = this.#repository;
    const name = objectName('', folders[kind], sha256);
    const found = await findObject(store, prefix, name, bytes.length, bytes.length);
    if (found === undefined) return undefined;
    const object = { ...found.version, kind, uploadedAt: found.uploadedAt };
    const { time, policy } = this.#context;
    if (policy.strict)
      return found.lockedUntil > countsFrom(time.now(), policy)
        ? { ...object, confirmedUntil: found.lockedUntil }
        : undefined;
    const { confirmed, refused } = await renewLeases(store, [object], { ...this.#context, prefix });
    const until = [...confirmed, ...refused][0]?.until ?? 0;
    return until < time.now() + policy.dayMs ? undefined : { ...object, confirmedUntil: until };
  }

  /** As `put`, and noted in the catalog; an object that is there under a running lock is not sent again. */
  async keep(object: ObjectToWrite): Promise<CatalogObject> {
    const { time, policy, takeOrdinal } = this.#context;
    const name = objectName('', folders[object.kind], object.sha256);
    const known = this.#catalog.objects
      .byName(name)
      .find((row) => row.confirmedUntil > countsFrom(time.now(), policy));
    if (known) return known;
    const row = await this.put(object);
    return { ...row, id: this.#catalog.objects.add({ ...row, id: takeOrdinal() }) };
  }
}
