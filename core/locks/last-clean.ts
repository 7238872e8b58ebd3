import type { Instant } from '../model/object.ts';

type Published = { readonly uploadedAt: Instant; readonly body: { readonly complete: boolean } };

/**
 * The newest complete snapshot before all that is suspected: what retention keeps for it, and what a restore takes first.
 * One that is older than every snapshot says nothing about them: whoever may publish could hide the others behind it.
 * undefined: there is none.
 * @param snapshots authentic ones, oldest first
 * @param since of each open suspicion, provider time; at least one
 */
export function lastClean<T extends Published>(
  snapshots: readonly T[],
  since: readonly Instant[],
): T | undefined {
  for (const first of since.toSorted((a, b) => a - b)) {
    const clean = snapshots.findLast(({ uploadedAt, body }) => body.complete && uploadedAt < first);
    if (clean) return clean;
  }
  return undefined;
}
