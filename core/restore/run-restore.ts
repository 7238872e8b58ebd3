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
import { mapHome, type HomeMap } from './map-home.ts';
import type { OwnerMap } from './map-owners.ts';
import { errorCode, type Account } from './item-placer.ts';
import { loadNativeCalls } from './native-calls.ts';
import { planRestore, type ConflictPolicy, type PlannedRestore } from './plan-restore.ts';
import { RestoreRun, type RunOutcome } from './restore-run.ts';
import { RestorePool } from './restore-pool.ts';
import type { RestoreConflict, RestoreProblem, RestoreProgress, RestoreReport } from './restore-report.ts';
import { selectForRestore, type Selected } from './restore-selection.ts';
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
  readonly signal?: AbortSignal | undefined;
  /** Everything goes under its full path, with this replaced in it. */
  readonly homes?: HomeMap | undefined;
  /** Default: numbers as they were, which only root can give back. */
  readonly owners?: OwnerMap | undefined;
  /** Told of every one as it is met; the report keeps the first 1,000. */
  readonly onProblem?: ((problem: RestoreProblem) => void) | undefined;
  readonly onConflict?: ((conflict: RestoreConflict) => void) | undefined;
  /** At most five times a second, and once at the end, however it ends. */
  readonly onProgress?: ((progress: RestoreProgress) => void) | undefined;
};

/**
 * Brings files back: plans first (nothing is written until all of the tree was read and the space looked at), then reads
 * each pack once, in ranges, and writes with worker threads. Every chunk is checked against its id before it is
 * written. What is missing or damaged becomes a problem of the report; the rest is restored. Running it again into the
 * same directory goes on where it stopped.
 * @throws path-not-in-snapshot, path-impossible, disk-full, cancelled, and what the store throws when it cannot be reached
 */
export async function runRestore(request: RestoreRequest): Promise<RestoreReport> {
  const startedAt = request.world.monotonic();
  const { report } = await carryOut(request, await prepareRestore(request));
  return { ...report, seconds: (request.world.monotonic() - startedAt) / 1000 };
}

/** What a restore would do. */
export type PreparedRestore = {
  /** Its real path, where it exists. */
  readonly to: string;
  readonly selected: readonly Selected[];
  readonly planned: PlannedRestore;
  readonly freeBytes: number;
};

/**
 * Reads all of the tree and looks at what is there; writes nothing.
 * @throws path-not-in-snapshot, path-impossible, cancelled, and what the store throws when it cannot be reached
 */
export async function prepareRestore(request: RestoreRequest): Promise<PreparedRestore> {
  // Opening the passphrase slot took 64 MiB or more that nobody needs any longer.
  collectGarbage();
  const to = checkDestination(resolve(request.to));
  return { to, ...(await plan(request, to)), freeBytes: freeBytesAt(to) };
}

/** @throws disk-full, path-impossible, cancelled, and what the store throws when it cannot be reached */
export async function carryOut(
  { repository, world, signal, onProgress }: RestoreRequest,
  { to, planned, freeBytes }: PreparedRestore,
): Promise<{ readonly report: RestoreReport; readonly outcome: RunOutcome }> {
  const startedAt = world.monotonic();
  if (planned.newBytes > freeBytes)
    throw new HoldfastError('disk-full', { path: to, needed: planned.newBytes, free: freeBytes });
  const pool = new RestorePool(Math.min(4, Math.max(1, availableParallelism())));
  let run: RestoreRun | undefined;
  try {
    makeDestination(to);
    run = new RestoreRun({
      repository,
      planned,
      pool,
      native: await loadNativeCalls(),
      account: ownAccount(),
      world,
      signal,
      onProgress,
    });
    const report = { ...(await run.run()), seconds: (world.monotonic() - startedAt) / 1000 };
    return { report, outcome: run.outcome };
  } finally {
    await pool.close();
    if (run) onProgress?.(run.soFar);
  }
}

function ownAccount(): Account {
  // Windows has neither; -1 is nobody's.
  return { uid: process.geteuid?.() ?? -1, gid: process.getegid?.() ?? -1 };
}

/** Apart, so that the trees it read are garbage when the contents come. */
async function plan(
  request: RestoreRequest,
  to: string,
): Promise<Pick<PreparedRestore, 'selected' | 'planned'>> {
  const { repository, catalog, snapshot, paths, conflicts, homes, signal } = request;
  const reader = new TreeReader(repository, catalog, { wholePacks: true });
  const chosen = await selectForRestore(snapshot.body, paths, reader);
  const selected = homes ? await mapHome(chosen, snapshot.body, homes, reader) : chosen;
  const planned = await planRestore({
    reader,
    locator: catalog,
    selected,
    destination: fromText(to),
    destinationExists: existsSync(to),
    existing: new ExistingItems(repository.keys.chunkId),
    policy: conflicts ?? 'keep-both',
    owners: request.owners,
    onProblem: request.onProblem,
    onConflict: request.onConflict,
    signal,
  });
  return { selected, planned };
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

/** Of the disk that the destination is or will be on. */
function freeBytesAt(to: string): number {
  let place = to;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  const { bavail, bsize } = statfsSync(place);
  return bavail * bsize;
}
