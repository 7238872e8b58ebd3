import type { SnapshotBody } from '../model/snapshot.ts';
import { dayMs } from '../locks/period.ts';
import type { Instant } from '../model/object.ts';

/** How far back is looked, and how long a time is needed to say anything. */
const farthestDays = 90;
const shortestDays = 7;

/**
 * What is uploaded in a day on average, bytes: over at most the last 90 days, without the first backup, which stores everything.
 * In a steady state as much dies as is added. undefined: the snapshots span less than a week.
 * @param snapshots oldest first
 */
export function uploadedPerDay(
  snapshots: readonly {
    readonly uploadedAt: Instant;
    readonly body: { readonly statistics: Pick<SnapshotBody['statistics'], 'storedBytes'> };
  }[],
): number | undefined {
  const newest = snapshots.at(-1);
  const first = snapshots.find(
    ({ uploadedAt }) => uploadedAt >= (newest?.uploadedAt ?? 0) - farthestDays * dayMs,
  );
  if (!newest || !first) return undefined;
  const span = newest.uploadedAt - first.uploadedAt;
  if (span < shortestDays * dayMs) return undefined;
  const stored = snapshots
    .filter(({ uploadedAt }) => uploadedAt > first.uploadedAt)
    .reduce((sum, { body }) => sum + body.statistics.storedBytes, 0);
  return stored / (span / dayMs);
}
