import type { Instant } from '../model/object.ts';
import type { LockPolicy } from './lock-policy.ts';

/** Of P: what has less left in strict mode is stored again, since nobody here can lengthen it. */
const strictShare = 3 / 4;

/**
 * The date beyond which a confirmed lock must run for its object to be counted on.
 * @param now provider time
 */
export const countsFrom = (now: Instant, { strict, protectMs }: LockPolicy): Instant =>
  strict ? now + strictShare * protectMs : now;

/**
 * Whether something may be deduplicated against this pack (design 3.4): only while its confirmed lock runs. One whose date has
 * passed counts as absent, also while it is still there: it may be hidden or deleted at any moment.
 * @param now provider time
 */
export const usablePack = (
  pack: { readonly confirmedUntil: Instant },
  now: Instant,
  policy: LockPolicy,
): boolean => pack.confirmedUntil > countsFrom(now, policy);
