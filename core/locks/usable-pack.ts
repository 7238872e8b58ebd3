import type { Instant } from '../model/object.ts';

/**
 * Whether something may be deduplicated against this pack (design 3.4): only while its confirmed lock runs. One whose date has
 * passed counts as absent, also while it is still there: it may be hidden or deleted at any moment.
 * @param now provider time
 */
export const usablePack = (pack: { readonly confirmedUntil: Instant }, now: Instant): boolean =>
  pack.confirmedUntil > now;
