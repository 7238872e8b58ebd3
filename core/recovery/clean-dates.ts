import { isHoldfastError } from '../errors/holdfast-error.ts';
import { lockEnds } from '../locks/choose-candidates.ts';
import { compliantUntil } from '../locks/confirm-lease.ts';
import type { Instant, ListedVersion, ObjectVersion } from '../model/object.ts';
import type { Repository } from '../repository/repository.ts';
import type { VersionHead } from '../storage/object-store.ts';
import { concurrently } from '../system/concurrently.ts';
import { versionKey } from '../upkeep/needs.ts';
import { assertNotAborted } from '../upkeep/read-leases.ts';
import type { CleanLook } from './clean-look.ts';
import type { GarbageTally } from './garbage-tally.ts';

/** HEADs under way at a time. */
const atATime = 16;

type Asks = Pick<Repository, 'store' | 'prefix'>;

/**
 * The compliance date of each, by versionKey, from the listing or by a question; what is gone is not in it.
 * @param versions names relative to the prefix
 */
export async function readOwnDates(
  repository: Asks,
  look: CleanLook,
  versions: readonly ObjectVersion[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Instant>> {
  const dates = new Map<string, Instant>();
  const asked: ObjectVersion[] = [];
  for (const version of versions) {
    const until = look.seen(version)?.until;
    if (until === undefined) asked.push(version);
    else dates.set(versionKey(version), until);
  }
  await concurrently(asked, atATime, async (version) => {
    assertNotAborted(signal);
    const head = await headOf(repository, { ...version, name: repository.prefix + version.name });
    if (head?.kind === 'object') dates.set(versionKey(version), compliantUntil(head));
  });
  return dates;
}

/** The dates of the largest versions that nothing needs, where the listing does not tell them. */
export async function readGarbageDates(
  repository: Asks,
  tally: GarbageTally,
  signal: AbortSignal | undefined,
): Promise<void> {
  await concurrently(tally.toAsk(), atATime, async (version: ListedVersion) => {
    assertNotAborted(signal);
    const head = await headOf(repository, version);
    tally.answer(version, head?.lock ? lockEnds(head.lock) : 0);
  });
}

async function headOf({ store }: Asks, version: ObjectVersion): Promise<VersionHead | undefined> {
  try {
    return await store.head(version);
  } catch (error) {
    if (isHoldfastError(error, 'object-missing')) return undefined;
    throw error;
  }
}
