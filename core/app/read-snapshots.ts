import { listSnapshots, type SnapshotListing } from '../catalog/snapshots.ts';
import { syncCatalog } from '../catalog/sync-catalog.ts';
import { countsFrom } from '../locks/usable-pack.ts';
import type { RepositoryInUse } from './open-repository-for-use.ts';
import { policyOf } from './policy-of.ts';

export type ReadSnapshots = SnapshotListing & {
  /** Provider time. */
  readonly now: number;
};

type InUse = Pick<RepositoryInUse, 'repository' | 'catalog' | 'settings'>;

/** Brings the catalog up to date. @returns provider time */
export async function learnPlaces({ repository, catalog, settings }: InUse): Promise<number> {
  const { now } = await repository.store.providerClock();
  await syncCatalog(repository, catalog, now, countsFrom(now, policyOf(settings)));
  return now;
}

/** The same, and lists what can be restored: how every command that looks begins. */
export async function readSnapshots(inUse: InUse): Promise<ReadSnapshots> {
  const now = await learnPlaces(inUse);
  return { ...(await listSnapshots(inUse.repository, inUse.catalog)), now };
}
