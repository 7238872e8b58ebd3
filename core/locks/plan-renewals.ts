import type { Instant } from '../model/object.ts';
import type { LockPolicy } from './lock-policy.ts';
import type { LeasedObject } from './renew-leases.ts';

export type Renewable = LeasedObject & {
  /** Read back from the provider; 0: not read yet. */
  readonly confirmedUntil: Instant;
  /** Under a marker or a newer version. */
  readonly hidden?: boolean;
};

/**
 * What has to be renewed now, in the order to do it: all that would not last for P, hidden ones before all (somebody
 * may be at work), then what lapses first. What was uploaded within the last hour waits, unless a snapshot is to be published.
 * @param now provider time
 */
export function planRenewals<T extends Renewable>(
  objects: readonly T[],
  {
    now,
    policy,
    publication = false,
  }: {
    readonly now: Instant;
    readonly policy: LockPolicy;
    readonly publication?: boolean | undefined;
  },
): readonly T[] {
  const hour = policy.dayMs / 24;
  return objects
    .filter(
      ({ confirmedUntil, uploadedAt }) =>
        confirmedUntil < now + policy.protectMs && (publication || uploadedAt <= now - hour),
    )
    .toSorted(
      (a, b) => Number(b.hidden ?? false) - Number(a.hidden ?? false) || a.confirmedUntil - b.confirmedUntil,
    );
}
