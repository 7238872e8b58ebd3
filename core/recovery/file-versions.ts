import type { FoundSnapshot } from '../catalog/snapshots.ts';
import { looksRight } from '../detection/expected-looks.ts';
import { HoldfastError, isHoldfastError } from '../errors/holdfast-error.ts';
import type { Entry } from '../model/entry.ts';
import type { Instant } from '../model/object.ts';
import type { Repository } from '../repository/repository.ts';
import { isLostPiece } from '../restore/plan-restore.ts';
import { findPath } from '../restore/snapshot-paths.ts';
import { TreeReader } from '../restore/tree-reader.ts';
import { toText } from '../source/byte-path.ts';
import { ChunkPlaces, type PlacesRequest } from './chunk-places.ts';
import { stopIfAborted } from './stop-if-aborted.ts';

/** Seen in a snapshot, in provider time. */
export type SeenIn = { readonly id: string; readonly at: Instant };

/** The same contents, in however many snapshots. */
export type FileVersion = {
  readonly entry: Entry;
  readonly first: SeenIn;
  readonly last: SeenIn;
  readonly snapshots: number;
  /** By its name and what its contents looked like when they were backed up. */
  readonly looks: 'right' | 'wrong' | 'unknown';
};

export type FileVersions = {
  /** By the snapshot that each was first seen in, oldest first. */
  readonly versions: readonly FileVersion[];
  /** Snapshots that do not have the path. */
  readonly absent: number;
  /** The newest snapshot without it, where that is newer than every version. */
  readonly goneSince: SeenIn | undefined;
  /** Snapshots that could not be looked into: pieces of their trees are gone, or they name impossibly much. */
  readonly unreadable: number;
};

/** Half a million packs. Whoever had the keys may have published a snapshot that names more, to stop this. */
const maxParts = 2_048;
const longestExample = 200;

/**
 * Every version of a file that the snapshots hold.
 * @param snapshots oldest first
 * @throws path-not-in-snapshot where none has it; usage where it is a folder
 */
export async function fileVersions(request: {
  readonly repository: Repository;
  readonly snapshots: readonly FoundSnapshot[];
  /** As a person types it. */
  readonly path: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: PlacesRequest['onProgress'];
}): Promise<FileVersions> {
  const { repository, path, signal, onProgress } = request;
  const snapshots = request.snapshots.filter(({ parts }) => parts.length <= maxParts);
  const places = await ChunkPlaces.open({
    repository,
    snapshots,
    want: 'trees',
    signal,
    ...(onProgress && { onProgress }),
  });
  try {
    let found = await lookThrough(snapshots);
    if (found.unreadable > 0 && (await places.doubt('indexed', signal))) found = await lookThrough(snapshots);
    if (found.versions.length === 0)
      throw new HoldfastError('path-not-in-snapshot', {
        path,
        where: 'any snapshot',
        example: exampleRoot(snapshots),
      });
    return { ...found, unreadable: found.unreadable + request.snapshots.length - snapshots.length };
  } finally {
    await places.close();
  }

  async function lookThrough(all: readonly FoundSnapshot[]): Promise<FileVersions> {
    const reader = new TreeReader(repository, places);
    const versions = new Map<string, FileVersion>();
    const seen = { absent: 0, unreadable: 0 };
    let goneSince: SeenIn | undefined;
    let before: { readonly roots: string; readonly entry: Entry | undefined } | undefined;
    for (const { id, uploadedAt: at, body } of all) {
      stopIfAborted(signal);
      const roots = body.roots.map(({ node }) => node).join();
      try {
        // Nothing changed anywhere, as in most hourly backups.
        const entry = before?.roots === roots ? before.entry : await entryAt(body, reader);
        before = { roots, entry };
        if (entry === undefined) {
          seen.absent++;
          goneSince ??= { id, at };
        } else {
          goneSince = undefined;
          addVersion(versions, entry, { id, at });
        }
      } catch (error) {
        if (!isLostPiece(error)) throw error;
        seen.unreadable++;
      }
    }
    return { versions: [...versions.values()], ...seen, goneSince };
  }

  async function entryAt(body: FoundSnapshot['body'], reader: TreeReader): Promise<Entry | undefined> {
    try {
      const { entry } = await findPath(body, path, reader);
      if (entry.type !== 'directory') return entry;
    } catch (error) {
      if (isHoldfastError(error, 'path-not-in-snapshot')) return undefined;
      throw error;
    }
    throw new HoldfastError('usage', {
      reason: `${path} is a folder; \`holdfast recover ls\` shows what is in it`,
    });
  }
}

/** How paths look in them: of the newest the first that a person would read. */
const exampleRoot = (snapshots: readonly FoundSnapshot[]): string | undefined =>
  snapshots
    .at(-1)
    ?.body.roots.map(({ path }) => path)
    .find((path) => path.length <= longestExample && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(path));

function addVersion(versions: Map<string, FileVersion>, entry: Entry, seen: SeenIn): void {
  const key = JSON.stringify([entry.type, entry.size, entry.target, entry.content?.map(({ id }) => id)]);
  const known = versions.get(key);
  if (known) {
    versions.set(key, { ...known, last: seen, snapshots: known.snapshots + 1 });
    return;
  }
  const looks = entry.look === undefined ? 'unknown' : looksRight(toText(entry.name), entry.look);
  versions.set(key, { entry, first: seen, last: seen, snapshots: 1, looks });
}

/** The newest that does not look wrong, one that looks right before one of which nothing is known. */
export function lastGood(versions: readonly FileVersion[]): FileVersion | undefined {
  const byTime = versions.toSorted((a, b) => a.last.at - b.last.at);
  return (
    byTime.findLast(({ looks }) => looks === 'right') ?? byTime.findLast(({ looks }) => looks === 'unknown')
  );
}
