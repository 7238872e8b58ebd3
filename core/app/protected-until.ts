import type { Catalog } from '../catalog/catalog.ts';
import type { FoundSnapshot } from '../catalog/snapshots.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import type { NeededObject } from '../model/needed-object.ts';
import type { Instant } from '../model/object.ts';
import { decodeListPart } from '../repository/list-part.ts';
import { parseName } from '../repository/names.ts';
import type { Repository } from '../repository/open-repository.ts';
import { readObject } from '../repository/read-object.ts';
import { concurrently } from '../system/concurrently.ts';

/** Small objects on their way at a time. */
const atATime = 8;

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
  const parts = new Map(snapshots.flatMap((snapshot) => snapshot.parts).map((part) => [part.name, part]));
  const partUntil = new Map<string, Instant>();
  await concurrently([...parts.values()], atATime, async (part) => {
    const rows = await readPart(repository, catalog, part);
    partUntil.set(part.name, rows ? least(catalog, [part, ...rows]) : 0);
  });
  return new Map(
    snapshots.map(({ id, version, parts: own }) => [
      id,
      Math.min(least(catalog, [version]), ...own.map(({ name }) => partUntil.get(name) ?? 0)),
    ]),
  );
}

function least(catalog: Catalog, needed: readonly NeededObject[]): Instant {
  return needed.reduce(
    (until, one) => Math.min(until, catalog.confirmedLease(one) ?? 0),
    Number.POSITIVE_INFINITY,
  );
}

/** undefined: it is gone or damaged, which `check` explains. */
async function readPart(
  repository: Repository,
  catalog: Catalog,
  part: NeededObject,
): Promise<readonly NeededObject[] | undefined> {
  const kept = catalog.snapshotBytes(part.name);
  if (kept && sha256Hex(kept) === parseName('', part.name)?.hash) return decodeListPart(kept);
  try {
    const bytes = await readObject(repository.store, repository.prefix, part);
    catalog.keepSnapshotBytes(part.name, bytes);
    return decodeListPart(bytes);
  } catch (error) {
    if (isHoldfastError(error, 'object-missing') || isHoldfastError(error, 'object-damaged'))
      return undefined;
    throw error;
  }
}
