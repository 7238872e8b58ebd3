import { HoldfastError, isHoldfastError } from '../errors/holdfast-error.ts';
import type { Instant, ListedVersion, ObjectVersion } from '../model/object.ts';

type ReadsLocks = { head(version: ObjectVersion): Promise<Pick<ListedVersion, 'lock'>> };

/** The compliance date in a provider's answer, 0 where there is none: governance can be lifted, so it counts as none. */
export function compliantUntil(version: Pick<ListedVersion, 'lock'>): Instant {
  return version.lock?.mode === 'compliance' ? (version.lock.until ?? 0) : 0;
}

/**
 * Reads a lock date back. A date that was sent but not read back does not count.
 * @param atLeast what was sent; undefined: whatever there is (strict mode)
 * @throws bucket-not-locked where the provider took the lock and shows none, or a shorter one
 */
export async function confirmLease(
  store: ReadsLocks & { readonly bucket: string },
  version: ObjectVersion,
  atLeast: Instant | undefined,
): Promise<Instant> {
  const until = compliantUntil(await store.head(version));
  if (atLeast !== undefined && until < atLeast)
    throw new HoldfastError('bucket-not-locked', { bucket: store.bucket });
  return until;
}

/** The compliance date of a version; undefined: the provider does not have it any more. */
export async function readLease(store: ReadsLocks, version: ObjectVersion): Promise<Instant | undefined> {
  try {
    return compliantUntil(await store.head(version));
  } catch (error) {
    if (isHoldfastError(error, 'object-missing')) return undefined;
    throw error;
  }
}
