import { isHoldfastError } from '../errors/holdfast-error.ts';
import type { NeededObject } from '../model/needed-object.ts';
import type { Instant, ListedVersion } from '../model/object.ts';
import type { SnapshotBody } from '../model/snapshot.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { folder, parseName } from '../repository/names.ts';
import type { Repository } from '../repository/open-repository.ts';
import { beginsAsOurs } from '../repository/begins-as-ours.ts';
import { findAmong, type FoundObject } from '../repository/read-object.ts';
import { maxSnapshotBytes, openSnapshot } from '../repository/snapshot-object.ts';
import { concurrently } from '../system/concurrently.ts';
import type { Catalog } from './catalog.ts';

/** A snapshot that authenticates. */
export type FoundSnapshot = {
  /** Hash part of its name, 64 hex digits. */
  readonly id: string;
  /** Relative to the prefix. */
  readonly version: NeededObject;
  /** Provider time of its oldest version: when it came to be. */
  readonly uploadedAt: Instant;
  readonly parts: readonly NeededObject[];
  readonly body: SnapshotBody;
};

export type SnapshotListing = {
  /** Oldest first, in provider time. */
  readonly snapshots: readonly FoundSnapshot[];
  /** Names under `snapshots/` that are not ours or not genuine. */
  readonly foreign: number;
};

/** What a listing of snapshots keeps for the next one. */
export type SnapshotCache = Pick<Catalog, 'snapshotBytes' | 'keepSnapshotBytes' | 'foreignNames'>;

const atATime = 16;
const batchSize = 256;
/** Nobody else can know a name of ours before it is stored, so ours is the oldest version, or one of a repeated upload. */
const maxVersionsRead = 8;
/** Of one name the oldest, which are all that anybody reads; whoever adds more adds newer ones. */
const maxVersionsKept = 64;

/**
 * All snapshots of a repository, from one listing; objects that the catalog has kept are not downloaded again. A
 * snapshot of a later format stops it: nobody may decide over what he cannot read.
 */
export async function listSnapshots(
  repository: Repository,
  catalog: SnapshotCache | undefined,
): Promise<SnapshotListing> {
  const snapshots: FoundSnapshot[] = [];
  let foreign = 0;
  const batch: (readonly ListedVersion[])[] = [];
  const readBatch = async (): Promise<void> => {
    await concurrently(batch.splice(0), atATime, async (versions) => {
      const found = await open(repository, catalog, versions);
      if (found === undefined) foreign++;
      else snapshots.push(found);
    });
  };
  for await (const versions of versionsByName(repository, folder(repository.prefix, 'snapshots')))
    if (batch.push(versions) >= batchSize) await readBatch();
  await readBatch();
  snapshots.sort((a, b) => a.uploadedAt - b.uploadedAt || (a.id < b.id ? -1 : 1));
  return { snapshots, foreign };
}

/** The oldest versions of one name after the other, oldest first within a name. Memory does not grow with a name's versions. */
export async function* versionsByName(
  repository: Pick<Repository, 'store'>,
  prefix: string,
): AsyncGenerator<readonly ListedVersion[]> {
  let versions: ListedVersion[] = [];
  for await (const page of repository.store.listVersions(prefix))
    for (const version of page) {
      if (versions.length > 0 && versions[0]?.name !== version.name) {
        yield versions.toReversed();
        versions = [];
      }
      versions.push(version);
      if (versions.length >= 2 * maxVersionsKept) versions = oldestOf(versions);
    }
  if (versions.length > 0) yield versions.toReversed();
}

/** @param versions newest first */
function oldestOf(versions: readonly ListedVersion[]): ListedVersion[] {
  const objects = versions.filter(({ kind }) => kind === 'object');
  return (objects.length > 0 ? objects : versions).slice(-maxVersionsKept);
}

async function open(
  repository: Repository,
  catalog: SnapshotCache | undefined,
  versions: readonly ListedVersion[],
): Promise<FoundSnapshot | undefined> {
  const { prefix } = repository;
  const name = versions[0]?.name.slice(prefix.length) ?? '';
  const id = parseName('', name)?.hash;
  if (id === undefined) return undefined;
  const kept = catalog?.snapshotBytes(name);
  const first = kept && versions.find(({ kind, size }) => kind === 'object' && size === kept.length);
  const found =
    kept && first && sha256Hex(kept) === id
      ? {
          bytes: kept,
          version: { name, versionId: first.versionId, size: kept.length },
          uploadedAt: first.uploadedAt,
        }
      : await read(repository, catalog, versions);
  if (found === undefined) return undefined;
  try {
    const { parts, body } = openSnapshot(repository.keys, repository.repositoryId, found.bytes);
    if (found.bytes !== kept) catalog?.keepSnapshotBytes(name, found.bytes);
    return { id, version: found.version, uploadedAt: found.uploadedAt, parts, body };
  } catch (error) {
    if (isHoldfastError(error, 'object-damaged')) return undefined;
    throw error;
  }
}

/** Whoever may write to the bucket can add names without end: each costs kilobytes, twice, and then nothing. */
async function read(
  repository: Repository,
  catalog: SnapshotCache | undefined,
  versions: readonly ListedVersion[],
): Promise<FoundObject | undefined> {
  const { store, prefix } = repository;
  const oldest = versions.filter(({ kind }) => kind === 'object').slice(0, maxVersionsRead);
  if (catalog?.foreignNames.has(oldest)) return undefined;
  let gone = false;
  for (const version of oldest) {
    try {
      if (await beginsAsOurs(repository, version))
        return await findAmong(store, prefix, versions, undefined, maxSnapshotBytes);
    } catch (error) {
      if (!isHoldfastError(error, 'object-missing')) throw error;
      gone = true;
    }
  }
  if (!gone) catalog?.foreignNames.note(oldest);
  return undefined;
}
