import type { RepositoryKeys } from '../../core/crypto/keys.ts';
import type { NeededObject } from '../../core/model/needed-object.ts';
import type { Instant } from '../../core/model/object.ts';
import type { SnapshotBody } from '../../core/model/snapshot.ts';
import { openIndex } from '../../core/repository/index-object.ts';
import { decodeListPart } from '../../core/repository/list-part.ts';
import { packName } from '../../core/repository/names.ts';
import { openSnapshot } from '../../core/repository/snapshot-object.ts';
import { unlessForeign } from '../../core/repository/unless-foreign.ts';
import { windowsOf, type Window } from './expected-retention.ts';
import type { SimulatedBucket, StoredVersion } from './simulated-bucket.ts';

/** An object version that a snapshot needs. */
export type Needed = {
  readonly name: string;
  readonly versionId: string;
  /** undefined: it is not there, or not any more. */
  stored: StoredVersion | undefined;
  /** The latest date that anybody was told for a snapshot that needs it. */
  promisedUntil: Instant;
  /** Number of the look at retention that last found it needed by a snapshot that must be kept. */
  keptAt: number;
};

export type KnownSnapshot = {
  readonly id: string;
  readonly uploadedAt: Instant;
  /** Made by a machine of the owner. */
  readonly genuine: boolean;
  readonly by: string;
  readonly body: SnapshotBody;
  readonly firstOf: readonly Window[];
  readonly needs: readonly Needed[];
};

export type KnownIndex = { readonly object: Needed; readonly packs: readonly string[] };

/** All that was ever published, and what it needs, read from the provider's side: what the program knows plays no part. */
export class Ledger {
  /** In order of time. */
  readonly snapshots: KnownSnapshot[] = [];
  readonly byId = new Map<string, KnownSnapshot>();
  readonly indexes: KnownIndex[] = [];
  /** Key slots and the repository object. */
  readonly keys: Needed[] = [];
  readonly needed = new Map<string, Needed>();
  readonly #bucket: SimulatedBucket;
  readonly #prefix: string;
  readonly #keys: RepositoryKeys;
  readonly #repositoryId: string;
  readonly #parts = new Map<string, readonly NeededObject[]>();
  readonly #windows = new Set<string>();

  constructor(
    bucket: SimulatedBucket,
    repository: { prefix: string; keys: RepositoryKeys; repositoryId: string },
  ) {
    this.#bucket = bucket;
    this.#prefix = repository.prefix;
    this.#keys = repository.keys;
    this.#repositoryId = repository.repositoryId;
  }

  /** A new object in the bucket. Answers with a snapshot where it makes one. */
  placed(version: StoredVersion, isOurs: boolean): KnownSnapshot | undefined {
    const [folder, id] = version.name.slice(this.#prefix.length).split('/');
    if (folder === 'snapshots' && id !== undefined) return this.#snapshot(version, id, isOurs);
    if (!isOurs) return undefined;
    if (folder === 'index') {
      const rows = openIndex(this.#keys, this.#repositoryId, version.body);
      const packs = rows.map(({ pack }) => packName(this.#prefix, pack));
      this.indexes.push({ object: this.#track(version.name, version.versionId), packs });
    } else if (folder === 'keys' || folder === 'repository')
      this.keys.push(this.#track(version.name, version.versionId));
    return undefined;
  }

  #snapshot(version: StoredVersion, id: string, genuine: boolean): KnownSnapshot | undefined {
    if (this.byId.has(id)) return undefined;
    const opened = unlessForeign(() => openSnapshot(this.#keys, this.#repositoryId, version.body));
    if (opened === undefined) return undefined;
    const needs = [this.#track(version.name, version.versionId)];
    for (const part of opened.parts) {
      needs.push(this.#track(this.#prefix + part.name, part.versionId));
      for (const row of this.#rowsOf(part)) needs.push(this.#track(this.#prefix + row.name, row.versionId));
    }
    const snapshot: KnownSnapshot = {
      id,
      uploadedAt: version.uploadedAt,
      genuine,
      by: version.by,
      body: opened.body,
      firstOf: opened.body.complete ? this.#firstOf(version.uploadedAt) : [],
      needs,
    };
    this.snapshots.push(snapshot);
    this.byId.set(id, snapshot);
    return snapshot;
  }

  #firstOf(at: Instant): readonly Window[] {
    return Object.entries(windowsOf(at)).flatMap(([window, name]) => {
      const key = `${window} ${name}`;
      if (this.#windows.has(key)) return [];
      this.#windows.add(key);
      return [window as Window];
    });
  }

  #rowsOf(part: NeededObject): readonly NeededObject[] {
    const known = this.#parts.get(part.name);
    if (known) return known;
    const stored = this.#bucket.find({ name: this.#prefix + part.name, versionId: part.versionId });
    const rows = stored && unlessForeign(() => decodeListPart(stored.body));
    if (rows) this.#parts.set(part.name, rows);
    return rows ?? [];
  }

  #track(name: string, versionId: string): Needed {
    const key = `${name} ${versionId}`;
    let needed = this.needed.get(key);
    if (needed === undefined) {
      const stored = this.#bucket.find({ name, versionId });
      needed = { name, versionId, stored, promisedUntil: 0, keptAt: -1 };
      this.needed.set(key, needed);
    }
    return needed;
  }
}
