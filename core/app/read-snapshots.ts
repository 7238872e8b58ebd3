import type { RepositoryInUse } from './open-repository-for-use.ts';
import { policyOf } from './policy-of.ts';
import { listSnapshots, type SnapshotListing } from '../catalog/snapshots.ts';
import { syncCatalog } from '../catalog/sync-catalog.ts';
import { countsFrom } from '../locks/usable-pack.ts';

export type ReadSnapshots = SnapshotListing & {
  /** Provider time. */
  readonly now: number;
};

/** Brings the catalog up to date and lists what can be restored: how every command that looks begins. */
export async function readSnapshots({
  repository,
  catalog,
  settings,
}: RepositoryInUse): Promise<ReadSnapshots> {
  const { now } = await repository.store.providerClock();
  await syncCatalog(repository, catalog, now, countsFrom(now, policyOf(settings)));
  return { ...(await listSnapshots(repository, catalog)), now };
}
