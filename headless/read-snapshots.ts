import type { RepositoryInUse } from '../core/app/open-repository-for-use.ts';
import { listSnapshots, type SnapshotListing } from '../core/catalog/snapshots.ts';
import { syncCatalog } from '../core/catalog/sync-catalog.ts';

export type ReadSnapshots = SnapshotListing & {
  /** Provider time. */
  readonly now: number;
};

/** Brings the catalog up to date and lists what can be restored: how every command that looks begins. */
export async function readSnapshots({ repository, catalog }: RepositoryInUse): Promise<ReadSnapshots> {
  const { now } = await repository.store.providerClock();
  await syncCatalog(repository, catalog, now);
  return { ...(await listSnapshots(repository, catalog)), now };
}
