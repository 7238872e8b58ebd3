import type { Catalog } from '../catalog/catalog.ts';
import type { FoundSnapshot } from '../catalog/snapshots.ts';
import type { Instant } from '../model/object.ts';
import type { Repository } from '../repository/open-repository.ts';
import { readNeeds } from '../upkeep/needs.ts';

/**
 * Until when each snapshot can be read back whatever happens: the smallest confirmed lock date over all that it needs
 * (design 2). 0 where a date was never confirmed, so for a snapshot that misses something, too.
 * @param catalog brought up to date; list parts are kept in it, so a second question downloads nothing
 */
export async function protectedUntil(
  repository: Repository,
  catalog: Catalog,
  snapshots: readonly FoundSnapshot[],
): Promise<ReadonlyMap<string, Instant>> {
  const needs = await readNeeds(repository, snapshots, catalog);
  return needs.least(snapshots, (version) => catalog.confirmedLease(version) ?? 0);
}
