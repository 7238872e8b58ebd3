import { listSnapshots, type FoundSnapshot } from '../../catalog/snapshots.ts';
import { HoldfastError, isHoldfastError } from '../../errors/holdfast-error.ts';
import { outlookOf } from '../../recovery/plan-recovery.ts';
import type { Repository } from '../../repository/repository.ts';
import { prepareRestore, runRestore, type RestoreRequest } from '../../restore/run-restore.ts';
import { TreeReader } from '../../restore/tree-reader.ts';
import { untilAborted } from '../../system/until-aborted.ts';
import { learnPlaces } from '../read-snapshots.ts';
import type { ServiceContext, SetInUse } from '../service/service-context.ts';
import type { BrowseSource, RestoreWish } from './browse-source.ts';
import { FolderCache } from './folder-cache.ts';
import { stoppable } from './stoppable.ts';
import { suspectMarks } from './suspect-marks.ts';

/** So old a list is good enough to look into a snapshot that is in it. */
const freshMs = 60_000;

/** What is remembered of a set while it is open. */
type Shelf = {
  readonly reader: TreeReader;
  readonly folders: FolderCache;
  listed: { readonly snapshots: readonly FoundSnapshot[]; readonly at: number } | undefined;
  syncing: Promise<void> | undefined;
};

const shelves = new WeakMap<Repository, Shelf>();

export function setSource(context: ServiceContext, set: string, inUse: SetInUse): BrowseSource {
  const { world } = context;
  const { repository, catalog, home } = inUse;
  const shelf = shelfOf(inUse);

  async function snapshots(maxAge: number): Promise<readonly FoundSnapshot[]> {
    const { listed } = shelf;
    if (listed && world.monotonic() - listed.at <= maxAge) return listed.snapshots;
    return keepSnapshots(context, inUse, (await listSnapshots(repository, catalog)).snapshots);
  }

  /** A catalog that is new, or misses what another computer wrote, learns where things are. */
  async function learn(): Promise<void> {
    shelf.syncing ??= learnPlaces(inUse).then(() => undefined);
    try {
      await shelf.syncing;
    } finally {
      shelf.syncing = undefined;
    }
  }

  /** What a backup is just uploading is no reason to list everything while it does. */
  const isBeingWritten = (): boolean =>
    context.jobs.list().some((job) => job.set === set && job.state === 'running' && job.kind === 'backup');

  const learnWhereNew = async (): Promise<void> => {
    if (catalog.meta('complete') === undefined) await learn();
  };

  const requestOf = (wish: RestoreWish): RestoreRequest => ({
    ...wish,
    repository: stoppable(repository, wish.signal),
    catalog,
    world,
  });

  return {
    repository,
    endpoint: inUse.settings.store.endpoint,
    folders: shelf.folders,
    snapshots: (now) => snapshots(now ? -1 : freshMs),
    snapshot: async (id) => {
      const known = shelf.listed?.snapshots.find((one) => one.id === id);
      const found = known ?? (await snapshots(-1)).find((one) => one.id === id);
      if (found) return found;
      throw new HoldfastError('snapshot-unknown', { id });
    },
    marksOf: async (snapshot) => (await suspectMarks(home, inUse, await snapshots(freshMs)))(snapshot),
    reading: async (_, _want, work) => {
      await learnWhereNew();
      const from = { locator: catalog, reader: shelf.reader };
      try {
        return await work(from);
      } catch (error) {
        if (!isHoldfastError(error, 'chunk-missing') || isBeingWritten()) throw error;
        await learn();
        return await work(from);
      }
    },
    plan: async (wish) => {
      await learnWhereNew();
      const prepared = await prepareRestore(requestOf(wish));
      return { prepared, outlook: outlookOf(prepared, { missing: [], lockedUntil: undefined }) };
    },
    restore: async (wish) => {
      await untilAborted(learnWhereNew(), wish.signal);
      return await runRestore(requestOf(wish));
    },
  };
}

/** For whoever listed them anyway. */
export function keepSnapshots(
  { world }: Pick<ServiceContext, 'world'>,
  inUse: SetInUse,
  snapshots: readonly FoundSnapshot[],
): readonly FoundSnapshot[] {
  shelfOf(inUse).listed = { snapshots, at: world.monotonic() };
  return snapshots;
}

function shelfOf({ repository, catalog }: Pick<SetInUse, 'repository' | 'catalog'>): Shelf {
  const known = shelves.get(repository);
  if (known) return known;
  const shelf: Shelf = {
    reader: new TreeReader(repository, catalog),
    folders: new FolderCache(),
    listed: undefined,
    syncing: undefined,
  };
  shelves.set(repository, shelf);
  return shelf;
}
