import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listSnapshots, type FoundSnapshot } from '../catalog/snapshots.ts';
import { ChunkIdHasher } from '../crypto/chunk-id.ts';
import { toHex } from '../crypto/hex.ts';
import { HoldfastError, isHoldfastError } from '../errors/holdfast-error.ts';
import type { Entry } from '../model/entry.ts';
import { TreeReader } from '../restore/tree-reader.ts';
import { runRestore } from '../restore/run-restore.ts';
import type { FoundEntry } from '../restore/snapshot-paths.ts';
import type { World } from '../system/world.ts';
import { ChunkPlaces } from './chunk-places.ts';
import { explainNothingFound } from './explain-nothing-found.ts';
import type { Recovery } from './open-recovery.ts';
import { pickSmallFile } from './pick-small-file.ts';

export type KitProof = {
  /** The newest complete one, or, where there is none, the newest. */
  readonly snapshot: FoundSnapshot;
  /** Restored, compared and deleted again; undefined: no small file was met. */
  readonly file: { readonly path: string; readonly bytes: number } | undefined;
};

/**
 * That a kit opens its backups: finds the newest snapshot, and restores one small file of it, chosen at random, into a
 * temporary folder that is removed. Writes nothing to the bucket.
 * @returns undefined where the repository has no snapshot yet
 * @throws kit-of-another, repository-missing, chunk-missing, object-missing, object-damaged, and what the store throws
 */
export async function proveKit(
  { repository }: Pick<Recovery, 'repository'>,
  world: World,
  signal?: AbortSignal,
): Promise<KitProof | undefined> {
  const { snapshots, foreign } = await listSnapshots(repository, undefined);
  const snapshot = snapshots.findLast(({ body }) => body.complete) ?? snapshots.at(-1);
  if (!snapshot) {
    await explainNothingFound(repository, {}, foreign).catch((error: unknown) => {
      if (!isHoldfastError(error, 'snapshot-unknown')) throw error;
    });
    return undefined;
  }
  const places = await ChunkPlaces.open({ repository, snapshots: [snapshot], want: 'everything', signal });
  try {
    const reader = new TreeReader(repository, places);
    const found = await pickSmallFile(snapshot.body, reader, world.random);
    if (!found) return { snapshot, file: undefined };
    await restoreAndCompare({ repository, places, snapshot, found, world, signal });
    return { snapshot, file: { path: found.path, bytes: found.entry.size } };
  } finally {
    await places.close();
  }
}

async function restoreAndCompare({
  repository,
  places,
  snapshot,
  found: { path, entry },
  world,
  signal,
}: {
  readonly repository: Recovery['repository'];
  readonly places: ChunkPlaces;
  readonly snapshot: FoundSnapshot;
  readonly found: FoundEntry;
  readonly world: World;
  readonly signal: AbortSignal | undefined;
}): Promise<void> {
  const to = await mkdtemp(join(tmpdir(), 'holdfast-kit-'));
  try {
    const { problems } = await runRestore({
      repository,
      catalog: places,
      snapshot,
      paths: [path],
      to,
      world,
      signal,
    });
    const [problem] = problems;
    if (problem) throw new HoldfastError('object-damaged', { name: path, reason: problem.reason });
    const [name = ''] = await readdir(to);
    if (!isSame(await readFile(join(to, name)), entry, new ChunkIdHasher(repository.keys.chunkId)))
      throw new HoldfastError('object-damaged', { name: path, reason: 'it came back different' });
  } finally {
    await rm(to, { recursive: true, force: true });
  }
}

/** What lies on the disk now, not what a restore says that it wrote. */
function isSame(bytes: Uint8Array, { size, content = [] }: Entry, hasher: ChunkIdHasher): boolean {
  let at = 0;
  for (const { id, length } of content) {
    if (toHex(hasher.id(bytes, at, at + length)) !== id) return false;
    at += length;
  }
  return at === size && bytes.length === size;
}
