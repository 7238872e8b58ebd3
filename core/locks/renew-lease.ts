import { HoldfastError } from '../errors/holdfast-error.ts';
import type { ErrorCode } from '../errors/words.ts';
import type { Instant, ListedVersion, ObjectVersion } from '../model/object.ts';
import type { World } from '../system/world.ts';
import type { LockPolicy } from './lock-policy.ts';
import { leaseUntil } from './period.ts';
import type { ProviderTime } from './provider-time.ts';

export type RenewsLocks = {
  renew(version: ObjectVersion, until: Instant): Promise<void>;
  head(version: ObjectVersion): Promise<Pick<ListedVersion, 'lock'>>;
};

/** What was asked for, and what the provider said to it; its word alone is worth nothing. */
export type SentRenewal = { readonly asked: Instant; readonly refusal: HoldfastError | undefined };

/** Refusals that are not about the version that was asked for. */
const concernsAll: ReadonlySet<ErrorCode> = new Set(['key-invalid', 'bucket-missing', 'cap-exceeded', 'bug']);

/**
 * Asks for the lease that this version deserves now.
 * @param version with the full name
 * @throws what is no answer about it: key-invalid, network-unreachable, provider-busy, …
 */
export async function sendRenewal(
  store: Pick<RenewsLocks, 'renew'>,
  version: ObjectVersion,
  uploadedAt: Instant,
  {
    time,
    policy,
    world,
  }: { readonly time: ProviderTime; readonly policy: LockPolicy; readonly world: World },
): Promise<SentRenewal> {
  const asked = leaseUntil(time.now(), policy, {
    ageMs: time.now() - uploadedAt,
    jitter: (world.random(1)[0] ?? 0) / 255,
  });
  try {
    await store.renew(version, asked);
    return { asked, refusal: undefined };
  } catch (error) {
    if (!(error instanceof HoldfastError) || error.retry !== 'never' || concernsAll.has(error.code))
      throw error;
    return { asked, refusal: error };
  }
}

/** Why a renewal failed, judged by the date that was read back; undefined: it did not ("already later" is refused by some stores). */
export function refusalOf({ asked, refusal }: SentRenewal, until: Instant): HoldfastError | undefined {
  if (until >= asked) return undefined;
  // No lock refuses to be lengthened: S3 said only "access denied", and the lock that was found there explained it.
  if (refusal?.code === 'object-locked' && refusal.details['told'] !== true)
    return new HoldfastError('key-insufficient', refusal.details, { cause: refusal });
  return refusal ?? new HoldfastError('provider-refused', { operation: 'lengthen a lock' });
}
