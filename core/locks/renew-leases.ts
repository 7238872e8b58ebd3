import { HoldfastError, isHoldfastError } from '../errors/holdfast-error.ts';
import type { Instant, ListedVersion, ObjectVersion } from '../model/object.ts';
import { concurrently } from '../system/concurrently.ts';
import type { World } from '../system/world.ts';
import { compliantUntil } from './confirm-lease.ts';
import type { LockPolicy } from './lock-policy.ts';
import { leaseUntil } from './period.ts';
import type { ProviderTime } from './provider-time.ts';

/** Renewals under way at a time: polite to a provider that allows hundreds a second. */
const atATime = 16;

export type LeasedObject = ObjectVersion & { readonly uploadedAt: Instant };

type RenewsLocks = {
  renew(version: ObjectVersion, until: Instant): Promise<void>;
  head(version: ObjectVersion): Promise<Pick<ListedVersion, 'lock'>>;
};

export type Renewal<T extends LeasedObject> = {
  /** Read back from the provider. */
  readonly confirmed: readonly { readonly object: T; readonly until: Instant }[];
  /** The provider does not have them any more. */
  readonly missing: readonly T[];
  /** Still there under the older date. */
  readonly refused: readonly { readonly object: T; readonly until: Instant; readonly error: HoldfastError }[];
};

/**
 * Renews the leases of these objects, by version, and reads every date back. `name` is what the store is asked for:
 * the caller puts the prefix before it.
 */
export async function renewLeases<T extends LeasedObject>(
  store: RenewsLocks,
  objects: readonly T[],
  options: {
    readonly prefix: string;
    readonly time: ProviderTime;
    readonly policy: LockPolicy;
    readonly world: World;
  },
): Promise<Renewal<T>> {
  const { prefix, time, policy, world } = options;
  const confirmed: { object: T; until: Instant }[] = [];
  const missing: T[] = [];
  const refused: { object: T; until: Instant; error: HoldfastError }[] = [];
  if (objects.length > 0) time.assertMayLock();
  await concurrently(objects, atATime, async (object) => {
    const version = { name: prefix + object.name, versionId: object.versionId };
    const until = leaseUntil(time.now(), policy, {
      ageMs: time.now() - object.uploadedAt,
      jitter: (world.random(1)[0] ?? 0) / 255,
    });
    let refusal: HoldfastError | undefined;
    try {
      await store.renew(version, until);
    } catch (error) {
      if (!(error instanceof HoldfastError) || error.retry !== 'never') throw error;
      refusal = error;
    }
    // Read back in any case: "already later" is refused by some stores and is success.
    try {
      const is = compliantUntil(await store.head(version));
      if (is >= until) confirmed.push({ object, until: is });
      else
        refused.push({
          object,
          until: is,
          error: refusal ?? new HoldfastError('provider-refused', { operation: 'to lengthen a lock' }),
        });
    } catch (error) {
      if (!isHoldfastError(error, 'object-missing')) throw error;
      missing.push(object);
    }
  });
  return { confirmed, missing, refused };
}
