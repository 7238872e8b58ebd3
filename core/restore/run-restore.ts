import { existsSync, mkdirSync, realpathSync, statfsSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { SnapshotBody } from '../model/snapshot.ts';
import { collectGarbage } from '../system/collect-garbage.ts';
import type { World } from '../system/world.ts';
import { fromText } from '../source/byte-path.ts';
import type { ChunkLocator, ReadableRepository } from './chunk-place.ts';
import { ExistingItems } from './existing-item.ts';
import { errorCode, type Account } from './item-placer.ts';
import { loadNativeCalls } from './native-calls.ts';
import { planRestore, type ConflictPolicy, type PlannedRestore } from './plan-restore.ts';
import { RestoreRun } from './restore-run.ts';
import { RestorePool } from './restore-pool.ts';
import type { RestoreProgress, RestoreReport } from './restore-report.ts';
import { selectForRestore } from './restore-selection.ts';
import { TreeReader } from './tree-reader.ts';

export type RestoreRequest = {
  readonly repository: ReadableRepository;
  /** The catalog, brought up to date. */
  readonly catalog: ChunkLocator;
  readonly snapshot: { readonly body: SnapshotBody };
  /** In the snapshot; empty: all of it. */
  readonly paths: readonly string[];
  /** A directory; made if it is missing. See restore-selection.ts for what goes where in it. */
  readonly to: string;
  /** Default: keep-both. */
  readonly conflicts?: ConflictPolicy;
  readonly world: World;
  readonly signal?: AbortSignal;
  /** At most five times a second, and once at the end. */
  readonly onProgress?: (progress: RestoreProgress) => void;
};

/**
 * Brings files back: plans first (nothing is written until all of the tree was read and the space looked at), then reads
 * each pack once, in ranges, and writes with worker threads. Every chunk is checked against its id before it is
 * written. What is missing or damaged becomes a problem of the report; the rest is restored. Running it again into the
 * same directory goes on where it stopped.
 * @throws path-not-in-snapshot, path-impossible, disk-full, cancelled, and what the store throws when it cannot be reached
 */
export async function runRestore(request: RestoreRequest): Promise<RestoreReport> {
  const { repository, world, signal } = request;
  const startedAt = world.monotonic();
  // Opening the passphrase slot took 64 MiB or more that nobody needs any longer.
  collectGarbage();
  const to = checkDestination(resolve(request.to));
  const pool = new RestorePool(Math.min(4, Math.max(1, availableParallelism())));
  try {
    const planned = await plan(request, to);
    checkSpace(to, planned);
    makeDestination(to);
    const run = new RestoreRun({
      repository,
      planned,
      pool,
      native: await loadNativeCalls(),
      account: ownAccount(),
      world,
      signal,
      onProgress: request.onProgress,
    });
    return { ...(await run.run()), seconds: (world.monotonic() - startedAt) / 1000 };
  } finally {
    await pool.close();
  }
}

function ownAccount(): Account {
  // Windows has neither; -1 is nobody's.
  return { uid: process.geteuid?.() ?? -1, gid: process.getegid?.() ?? -1 };
}

/** Apart, so that the trees it read are garbage when the contents come. */
async function plan(request: RestoreRequest, to: string): Promise<PlannedRestore> {
  const { repository, catalog, snapshot, paths, conflicts, signal } = request;
  const reader = new TreeReader(repository, catalog, { wholePacks: true });
  return await planRestore({
    reader,
    locator: catalog,
    selected: await selectForRestore(snapshot.body, paths, reader),
    destination: fromText(to),
    destinationExists: existsSync(to),
    existing: new ExistingItems(repository.keys.chunkId),
    policy: conflicts ?? 'keep-both',
    signal,
  });
}

/** Its real path, where it exists. */
function checkDestination(to: string): string {
  try {
    const stat = statSync(to, { throwIfNoEntry: false });
    if (stat === undefined) return to;
    if (stat.isDirectory()) return realpathSync(to);
  } catch (error) {
    throw new HoldfastError(
      'path-impossible',
      { path: to, reason: 'it cannot be reached' },
      { cause: error },
    );
  }
  throw new HoldfastError('path-impossible', { path: to, reason: 'it is a file, not a folder' });
}

function makeDestination(to: string): void {
  try {
    mkdirSync(to, { recursive: true });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new HoldfastError('disk-full', { path: to }, { cause: error });
    throw new HoldfastError(
      'path-impossible',
      { path: to, reason: `this folder cannot be made (${code})` },
      { cause: error },
    );
  }
}

/** Before anything is written: is there room for all that will be? */
function checkSpace(to: string, planned: PlannedRestore): void {
  let place = to;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  const { bavail, bsize } = statfsSync(place);
  if (planned.newBytes > bavail * bsize)
    throw new HoldfastError('disk-full', { path: to, needed: planned.newBytes, free: bavail * bsize });
}
