import type { Instant } from '../model/object.ts';

type Published = { readonly uploadedAt: Instant; readonly body: { readonly complete: boolean } };

/**
 * The newest complete snapshot before all that is suspected: what retention keeps for it, and what a restore takes first.
 * undefined: there is none.
 * @param snapshots authentic ones, oldest first
 * @param since of each open suspicion, provider time; at least one
 */
export function lastClean<T extends Published>(
  snapshots: readonly T[],
  since: readonly Instant[],
): T | undefined {
  const first = since.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  return snapshots.findLast(({ uploadedAt, body }) => body.complete && uploadedAt < first);
}
