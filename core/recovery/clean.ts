import { assertMayDelete } from './clean-key.ts';
import { assertNotAborted } from '../upkeep/read-leases.ts';
import { CleanLook } from './clean-look.ts';
import { makeSureOfLocks, type LocksMadeSure } from './clean-locks.ts';
import { removeMarkers, type RemovedMarkers } from './clean-markers.ts';
import { readCleanState, type CleanState, type StateOptions } from './clean-state.ts';
import type { Recovery } from './connect-recovery.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { World } from '../system/world.ts';

export type CleanRequest = StateOptions & {
  readonly recovery: Pick<Recovery, 'repository' | 'time'>;
  readonly world: World;
  /** Through a maintenance key, which may delete. */
  readonly maintenance: ObjectStore;
  /** Of further keys at hand, which may perhaps lengthen locks. */
  readonly lengthen: readonly ObjectStore[];
  /** Told what will be removed, before anything is. */
  readonly onStart?: (state: CleanState) => void;
  readonly onRemoved?: (removed: number) => void;
};

export type Cleaned = RemovedMarkers &
  LocksMadeSure & {
    readonly before: CleanState;
    /** Names of ours that lie under markers in a listing made afterwards: refused, or hidden again meanwhile. */
    readonly stillMarked: number;
  };

/**
 * Takes away the markers that hide what is ours (design 6.4): first makes sure that all that kept snapshots need is under a
 * running lock, so that no fault of what follows can harm it; then removes markers, and nothing but markers; then looks again.
 * @throws clean-unsafe where that cannot be made sure of; nothing was removed then
 */
export async function clean(request: CleanRequest): Promise<Cleaned> {
  const { recovery, world, maintenance, lengthen, signal, onRows, onStart, onRemoved } = request;
  const { repository, time } = recovery;
  await assertMayDelete(maintenance);
  const options = { signal, ...(onRows ? { onRows } : {}) };
  const before = await readCleanState(recovery, options);
  const sure = await makeSureOfLocks(before, lengthen, { prefix: repository.prefix, time, world });
  onStart?.(before);
  const removed = await removeMarkers({
    repository,
    maintenance,
    names: before.removable,
    signal,
    ...(onRemoved ? { onRemoved } : {}),
  });
  const left = await markersLeft(recovery, before, signal);
  return { ...sure, ...removed, ...left, before };
}

async function markersLeft(
  { repository: { store, prefix } }: CleanRequest['recovery'],
  { ours, at, look: before, removable }: CleanState,
  signal: AbortSignal | undefined,
): Promise<Pick<Cleaned, 'stillMarked'>> {
  const look = new CleanLook(prefix, ours.needs.versions, ours.conveniences, at);
  for await (const page of store.listVersions(prefix)) {
    assertNotAborted(signal);
    for (const row of page) look.take(row);
  }
  const stillMarked = [...look.names.values()].filter(
    ({ name, markers }) => markers > 0 && (removable.has(name) || before.names.get(name)?.markers === 0),
  ).length;
  return { stillMarked };
}
