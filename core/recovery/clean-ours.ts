import type { FoundSnapshot } from '../catalog/snapshots.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { ListedVersion, ObjectVersion } from '../model/object.ts';
import { folder, parseName, type ObjectKind } from '../repository/names.ts';
import type { Repository } from '../repository/repository.ts';
import { readNeeds, type Needs } from '../upkeep/needs.ts';
import { readSnapshots } from './timeline/read-snapshots.ts';

/** A version of ours, by its name relative to the prefix. */
export type OwnVersion = ObjectVersion & { readonly size: number };

/** All that may lie under markers and is worth bringing to light. */
export type Ours = {
  /** All that authenticate, oldest first in provider time. */
  readonly snapshots: readonly FoundSnapshot[];
  /** Names under `snapshots/` that are not genuine. */
  readonly foreignSnapshots: number;
  /** Names under `snapshots/` that nobody looked into, since there are too many. They are the newest. */
  readonly unreadSnapshots: number;
  /** Of all snapshots. */
  readonly needs: Needs;
  readonly conveniences: readonly OwnVersion[];
};

/** Folders of what no snapshot needs and Holdfast uses, and the largest object that is. */
const convenienceFolders: readonly (readonly [ObjectKind, number])[] = [
  ['index', 2 ** 26],
  ['keys', 2 ** 16],
  ['repository', 2 ** 16],
];

/** A run writes an index object every 15 minutes at most: 10,000 are more than 100 days of uploading. */
const maxConveniences = 10_000;

/** Whoever may write can plant a million names; of these so many of the oldest are looked into. */
const maxLooks = 1_000;

/**
 * Reads which object versions are ours: what every authentic snapshot needs, whoever keeps it, and the conveniences.
 * @throws format-unknown where a snapshot is of a later format: nobody may decide over what he cannot read
 */
export async function readOurs(repository: Repository): Promise<Ours> {
  const { snapshots, foreign, unread } = await readSnapshots(repository, { extraLooks: maxLooks });
  if (foreign.notUnderstood > 0) throw new HoldfastError('format-unknown');
  const needs = await readNeeds(repository, snapshots, undefined);
  const conveniences: OwnVersion[] = [];
  for (const [kind, maxBytes] of convenienceFolders)
    conveniences.push(...(await oldestOf(repository, kind, maxBytes)));
  return { snapshots, foreignSnapshots: foreign.names, unreadSnapshots: unread.names, needs, conveniences };
}

/**
 * The oldest version of each well-formed name, of all names the oldest ones: what an intruder adds later displaces none. They
 * are not read: all that follows for a foreign one among them is that a marker above it goes.
 */
async function oldestOf(
  { store, prefix }: Pick<Repository, 'store' | 'prefix'>,
  kind: ObjectKind,
  maxBytes: number,
): Promise<readonly OwnVersion[]> {
  let found: ListedVersion[] = [];
  let oldest: ListedVersion | undefined;
  const oldestNames = (): ListedVersion[] =>
    found.toSorted((a, b) => a.uploadedAt - b.uploadedAt).slice(0, maxConveniences);
  const end = (): void => {
    if (oldest && oldest.size <= maxBytes && parseName(prefix, oldest.name)?.kind === kind)
      found.push(oldest);
    if (found.length > 2 * maxConveniences) found = oldestNames();
  };
  for await (const page of store.listVersions(folder(prefix, kind)))
    for (const version of page) {
      if (version.kind !== 'object') continue;
      // Newest first within a name, so the last one of a name is its oldest.
      if (oldest?.name !== version.name) end();
      oldest = version;
    }
  end();
  return oldestNames().map(({ name, versionId, size }) => ({
    name: name.slice(prefix.length),
    versionId,
    size,
  }));
}
