import type { HoldfastError } from '../errors/holdfast-error.ts';
import type { Instant, ObjectVersion } from '../model/object.ts';
import { concurrently } from '../system/concurrently.ts';
import type { World } from '../system/world.ts';
import { readLease } from './confirm-lease.ts';
import type { LockPolicy } from './lock-policy.ts';
import type { ProviderTime } from './provider-time.ts';
import { refusalOf, sendRenewal, type RenewsLocks } from './renew-lease.ts';

/** Renewals under way at a time: polite to a provider that allows hundreds a second. */
const atATime = 16;

export type LeasedObject = ObjectVersion & { readonly uploadedAt: Instant };

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
    const sent = await sendRenewal(store, version, object.uploadedAt, { time, policy, world });
    const until = await readLease(store, version);
    const error = until === undefined ? undefined : refusalOf(sent, until);
    if (until === undefined) missing.push(object);
    else if (error === undefined) confirmed.push({ object, until });
    else refused.push({ object, until, error });
  });
  return { confirmed, missing, refused };
}
