import { isHoldfastError } from '../errors/holdfast-error.ts';
import type { NeededObject } from '../model/needed-object.ts';
import type { Instant, ListedVersion } from '../model/object.ts';
import type { SnapshotBody } from '../model/snapshot.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { folder, parseName } from '../repository/names.ts';
import type { Repository } from '../repository/open-repository.ts';
import { findAmong } from '../repository/read-object.ts';
import { maxSnapshotBytes, openSnapshot } from '../repository/snapshot-object.ts';
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

/**
 * All snapshots of a repository, from one listing; objects that the catalog has kept are not downloaded again. A
 * snapshot of a later format stops it: nobody may decide over what he cannot read.
 */
export async function listSnapshots(
  repository: Repository,
  catalog: Pick<Catalog, 'snapshotBytes' | 'keepSnapshotBytes'> | undefined,
): Promise<SnapshotListing> {
  const snapshots: FoundSnapshot[] = [];
  let foreign = 0;
  for await (const versions of versionsByName(repository, folder(repository.prefix, 'snapshots'))) {
    const found = await open(repository, catalog, versions);
    if (found === undefined) foreign++;
    else snapshots.push(found);
  }
  snapshots.sort((a, b) => a.uploadedAt - b.uploadedAt || (a.id < b.id ? -1 : 1));
  return { snapshots, foreign };
}

/** The versions of one name after the other, oldest first within a name. */
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
    }
  if (versions.length > 0) yield versions.toReversed();
}

async function open(
  repository: Repository,
  catalog: Pick<Catalog, 'snapshotBytes' | 'keepSnapshotBytes'> | undefined,
  versions: readonly ListedVersion[],
): Promise<FoundSnapshot | undefined> {
  const { store, prefix } = repository;
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
      : await findAmong(store, prefix, versions, undefined, maxSnapshotBytes);
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
