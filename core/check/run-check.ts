import { listSnapshots, type FoundSnapshot } from '../catalog/snapshots.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { Instant } from '../model/object.ts';
import type { Repository } from '../repository/repository.ts';
import type { World } from '../system/world.ts';
import { checkPresence } from './check-presence.ts';
import { TreeCheck } from './check-trees.ts';
import { Findings, type Finding } from './finding.ts';
import { readNeededObjects } from './needed-objects.ts';
import { readContents } from './read-contents.ts';
import { readEveryByte } from './read-every-byte.ts';

export type CheckProgress = {
  readonly step: 'listing' | 'packs' | 'data' | 'trees';
  readonly done: number;
  readonly total: number;
};

export type CheckReport = {
  /** Nothing is lost or at risk; notes may be there. */
  readonly ok: boolean;
  /** Worst first. */
  readonly findings: readonly Finding[];
  readonly snapshots: readonly {
    readonly id: string;
    /** Provider time. */
    readonly uploadedAt: Instant;
    /** The smallest lock date over all it needs; 0: some of it is under no lock. */
    readonly protectedUntil: Instant;
  }[];
  readonly packs: number;
  /** Different ones: what snapshots share counts once. */
  readonly directories: number;
  readonly files: number;
  /** With readData: bytes of packs that were verified. */
  readonly readBytes: number;
  readonly seconds: number;
};

export type CheckRequest = {
  readonly repository: Repository;
  /** Download and verify every byte that snapshots need. Without it: everything but the contents of segments of file data. */
  readonly readData: boolean;
  readonly world: World;
  /** The ids of those that are kept, by provider time; the others promise nothing any more and are not checked. */
  readonly kept?: (snapshots: readonly FoundSnapshot[], now: Instant) => ReadonlySet<string>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CheckProgress) => void;
};

/**
 * Proves, from the bucket alone, that all snapshots (that are kept) can be restored: what they list is there and locked, packs open, trees
 * reach only what is listed. Uses no catalog and writes nothing. One listing, a small read per pack, all tree packs; where
 * listings do not tell locks (S3), one HEAD per object.
 * @throws cancelled, and what the store throws when it cannot be reached
 */
export async function runCheck(request: CheckRequest): Promise<CheckReport> {
  const { repository, world, signal, onProgress } = request;
  const startedAt = world.monotonic();
  const findings = new Findings();
  const step = (name: CheckProgress['step'], done: number, total: number): void => {
    if (signal?.aborted) throw new HoldfastError('cancelled', {}, { cause: signal.reason });
    onProgress?.({ step: name, done, total });
  };
  step('listing', 0, 1);
  const { now } = await repository.store.providerClock();
  const { snapshots: all, foreign } = await listSnapshots(repository, undefined);
  const kept = request.kept?.(all, now);
  const snapshots = kept ? all.filter(({ id }) => kept.has(id)) : all;
  if (snapshots.length < all.length) findings.add('let-go', String(all.length - snapshots.length));
  if (foreign > 0) findings.add('foreign-snapshots', String(foreign));
  const needed = await readNeededObjects(repository, snapshots, findings);
  const { present, protectedUntil } = await checkPresence(repository, needed, now, findings);
  const packs = [...needed.all.values()].filter(({ kind }) => kind === 'pack');
  let done = 0;
  const contents = await readContents(repository, needed, present, findings, () =>
    step('packs', ++done, packs.length),
  );
  let readBytes = 0;
  if (request.readData) {
    const total = packs.reduce((sum, { size }) => sum + size, 0);
    let read = 0;
    readBytes = await readEveryByte(repository, needed, contents, findings, (bytes) =>
      step('data', (read += bytes), total),
    );
  }
  const trees = new TreeCheck(repository, needed, contents, findings);
  for (const [index, snapshot] of snapshots.entries()) {
    step('trees', index, snapshots.length);
    await trees.checkSnapshot(snapshot);
  }
  const list = findings.list();
  return {
    ok: list.every(({ severity }) => severity === 'note'),
    findings: list,
    snapshots: snapshots.map(({ id, uploadedAt }) => ({
      id,
      uploadedAt,
      protectedUntil: protectedUntil.get(id) ?? 0,
    })),
    packs: packs.length,
    ...trees.seen,
    readBytes,
    seconds: (world.monotonic() - startedAt) / 1000,
  };
}
