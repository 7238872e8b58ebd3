import type { CatalogObject } from '../catalog/objects.ts';
import type { RepositoryKeys } from '../crypto/keys.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import type { Instant, ListedVersion } from '../model/object.ts';
import { folder, parseName } from '../repository/names.ts';
import type { Repository } from '../repository/repository.ts';
import {
  cleartextLength,
  cleartextLengthBytes,
  readCleartext,
  type SnapshotCleartext,
} from '../repository/snapshot-object.ts';
import { concurrently } from '../system/concurrently.ts';
import type { NeedingSnapshot } from '../upkeep/needs.ts';
import { maxCleartextBytes, type RoundBudget } from './guard-bounds.ts';
import { listNames } from './list-names.ts';
import type { SnapshotMemory } from './snapshot-memory.ts';

/** Most cleartexts are shorter, so that one read is enough. */
const firstRead = 16 * 1024;
const atATime = 8;
/** An intruder may add versions without end, but only above ours. */
const maxTries = 8;

/** A repository as far as a guard may look into it. */
export type GuardedRepository = Pick<Repository, 'store' | 'prefix' | 'repositoryId'> & {
  readonly listKey: RepositoryKeys['list'];
};

/** A snapshot whose cleartext authenticates under the list key. */
export type GuardedSnapshot = NeedingSnapshot & {
  /** Of its name, oldest first. */
  readonly versions: readonly ListedVersion[];
  /** Hash of the cleartext: the same for snapshots that need the same. */
  readonly cleartext: string;
};

export type CleartextListing = {
  /** Older before newer, in provider time. */
  readonly snapshots: readonly GuardedSnapshot[];
  /** Names that are not ours or have no version that authenticates. */
  readonly foreign: number;
  /** Names that the budget left for a later round. */
  readonly unread: number;
  /** Authentic, of a later format, and not understood: what they need is not known. */
  readonly notUnderstood: number;
};

/**
 * All snapshots, by the list key alone. Only the cleartext at the beginning of an object is read, in ranges of bounded
 * size: so its bytes cannot be compared with the name, and need not be, as the MAC authenticates all that is used. Of
 * several versions the oldest authentic one counts.
 *
 * Whoever has the backup key can put a copy of an authentic cleartext before garbage under a new name, and it passes here,
 * where nobody can open the rest. It needs what the original needs, so it costs nothing but its own few bytes; but it looks
 * like a new snapshot.
 *
 * Where there is more than the budget lists, what an earlier round has read and still is under a lock counts without being
 * seen: names sort, and those of a flood can be made to sort before ours.
 * @param now provider time
 */
export async function listCleartexts(
  repository: GuardedRepository,
  memory: SnapshotMemory,
  budget: RoundBudget,
  now: Instant,
): Promise<CleartextListing> {
  const { store, prefix } = repository;
  const reader = new CleartextReader(repository, memory, budget);
  const snapshots: GuardedSnapshot[] = [];
  const known: (readonly ListedVersion[])[] = [];
  let unknown: (readonly ListedVersion[])[] = [];
  let foreign = 0;
  let unread = 0;
  let notUnderstood = 0;
  for await (const listed of listNames(store, folder(prefix, 'snapshots'), budget)) {
    const candidates = reader.candidates(listed);
    if (candidates.length === 0) foreign++;
    else if (reader.knows(candidates)) known.push(listed);
    else unknown.push(listed);
    // More than can be read: memory shall not grow with them. The older half stays.
    if (unknown.length > 4 * budget.reads) {
      unread += unknown.length - 2 * budget.reads;
      unknown = unknown.sort(olderFirst).slice(0, 2 * budget.reads);
    }
  }
  if (budget.listingCut) {
    const seen = new Set(known.map(([first]) => first!.name));
    for (const one of memory.underLock(now))
      if (!seen.has(prefix + one.name)) known.push([unlisted(prefix, one)]);
  }
  await concurrently([...known, ...unknown.sort(olderFirst)], atATime, async (listed) => {
    const found = await reader.find(listed);
    if (found === 'foreign') foreign++;
    else if (found === 'unread') unread++;
    else if (found === 'not-understood') notUnderstood++;
    else snapshots.push(found);
  });
  snapshots.sort((a, b) => a.uploadedAt - b.uploadedAt || (a.id < b.id ? -1 : 1));
  return { snapshots, foreign, unread, notUnderstood };
}

const unlisted = (prefix: string, { name, versionId, size, uploadedAt }: CatalogObject): ListedVersion => ({
  name: prefix + name,
  versionId,
  size,
  uploadedAt,
  kind: 'object',
  latest: true,
  lock: undefined,
});

const olderFirst = (a: readonly ListedVersion[], b: readonly ListedVersion[]): number =>
  a[0]!.uploadedAt - b[0]!.uploadedAt;

type Found = GuardedSnapshot | 'foreign' | 'unread' | 'not-understood';

class CleartextReader {
  readonly #repository: GuardedRepository;
  readonly #memory: SnapshotMemory;
  readonly #budget: RoundBudget;

  constructor(repository: GuardedRepository, memory: SnapshotMemory, budget: RoundBudget) {
    this.#repository = repository;
    this.#memory = memory;
    this.#budget = budget;
  }

  /** The versions of a name that may be a snapshot, oldest first. */
  candidates(listed: readonly ListedVersion[]): readonly ListedVersion[] {
    if (parseName(this.#repository.prefix, listed[0]!.name)?.kind !== 'snapshots') return [];
    return listed
      .filter(({ kind, size }) => kind === 'object' && size > cleartextLengthBytes)
      .slice(0, maxTries)
      .filter((version) => !this.#memory.isForeign(version));
  }

  knows(candidates: readonly ListedVersion[]): boolean {
    return candidates.some((version) => this.#memory.cleartext(this.#relative(version)) !== undefined);
  }

  async find(listed: readonly ListedVersion[]): Promise<Found> {
    for (const version of this.candidates(listed)) {
      const relative = this.#relative(version);
      const bytes = this.#memory.cleartext(relative) ?? (await this.#read(version));
      if (bytes === 'unread') return 'unread';
      if (bytes === undefined) continue;
      const clear = this.#parse(bytes);
      if (clear === 'not-understood') return clear;
      if (clear === undefined) {
        this.#memory.rememberForeign([version]);
        continue;
      }
      this.#memory.rememberCleartext(relative, bytes);
      const { name, versionId } = relative;
      const { uploadedAt, size } = version;
      const id = parseName('', name)!.hash;
      return {
        id,
        version: { name, versionId, size },
        uploadedAt,
        parts: clear.parts,
        versions: listed,
        cleartext: sha256Hex(bytes),
      };
    }
    return 'foreign';
  }

  #relative(version: ListedVersion): { readonly name: string; readonly versionId: string } {
    return { name: version.name.slice(this.#repository.prefix.length), versionId: version.versionId };
  }

  /** undefined: it is gone, or claims what no snapshot is. */
  async #read(version: ListedVersion): Promise<Uint8Array | 'unread' | undefined> {
    const first = Math.min(firstRead, version.size);
    if (!this.#budget.takeRead(first)) return 'unread';
    try {
      const start = await this.#repository.store.get(version, { start: 0, end: first });
      const length = cleartextLength(start, maxCleartextBytes);
      if (length <= first) return start.subarray(0, length);
      if (length > version.size) return this.#foreign(version);
      if (!this.#budget.takeRead(length - first)) return 'unread';
      const rest = await this.#repository.store.get(version, { start: first, end: length });
      return Buffer.concat([start, rest]);
    } catch (error) {
      if (isHoldfastError(error, 'object-missing')) return undefined;
      if (isHoldfastError(error, 'object-damaged')) return this.#foreign(version);
      throw error;
    }
  }

  #foreign(version: ListedVersion): undefined {
    this.#memory.rememberForeign([version]);
    return undefined;
  }

  #parse(bytes: Uint8Array): SnapshotCleartext | 'not-understood' | undefined {
    try {
      const clear = readCleartext(bytes, this.#repository.listKey);
      return clear.repositoryId === this.#repository.repositoryId ? clear : undefined;
    } catch (error) {
      if (isHoldfastError(error, 'object-damaged')) return undefined;
      if (isHoldfastError(error, 'format-unknown')) return 'not-understood';
      throw error;
    }
  }
}
