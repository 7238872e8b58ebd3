import type { FoundSnapshot } from '../catalog/snapshots.ts';
import type { PastRun } from '../detection/run-changes.ts';
import { isFromAttack, type AttackOver } from '../locks/attack-over.ts';
import type { Instant } from '../model/object.ts';

type Earlier = Pick<FoundSnapshot, 'uploadedAt' | 'body'>;

/** More says nothing new of what is usual. */
const mostRuns = 100;
/** From so few gaps nobody can tell what is usual. */
const fewestGaps = 4;
/** Times the usual gap. */
const unusual = 4;

/**
 * What a run is compared with: the newest complete snapshot of any of its roots. Where there is none (all of them are new), the
 * newest complete one: then the change of the set-up is what there is to see.
 * @param snapshots oldest first
 */
export function baselineOf<T extends Earlier>(
  snapshots: readonly T[],
  roots: readonly string[],
): T | undefined {
  return (
    snapshots.findLast((one) => one.body.complete && sharesRoot(one, roots)) ?? newestComplete(snapshots)
  );
}

export const newestComplete = <T extends Earlier>(snapshots: readonly T[]): T | undefined =>
  snapshots.findLast(({ body }) => body.complete);

/**
 * Figures of earlier complete snapshots of these roots, oldest first.
 * @param before what is uploaded from then on is under suspicion and teaches nothing
 * @param over attacks that are over: what was uploaded during them teaches nothing either
 */
export function historyOf(
  snapshots: readonly Earlier[],
  roots: readonly string[],
  before: Instant,
  over: readonly AttackOver[] = [],
): readonly PastRun[] {
  return snapshots
    .filter((one) => one.body.complete && one.uploadedAt < before && sharesRoot(one, roots))
    .filter(({ uploadedAt }) => !isFromAttack(over, uploadedAt))
    .slice(-mostRuns)
    .map(({ uploadedAt, body: { changes, statistics } }) => ({
      at: uploadedAt,
      figures: changes,
      files: statistics.files,
      bytes: statistics.bytes,
    }));
}

const sharesRoot = ({ body }: Earlier, roots: readonly string[]): boolean =>
  body.roots.some(({ path }) => roots.includes(path));

/**
 * How much longer than usual it was since the last complete snapshot: somebody may have switched the schedule off.
 * undefined: it was not, or nobody can tell. Milliseconds.
 */
export function longGap(
  snapshots: readonly Earlier[],
  now: Instant,
  dayMs: number,
): { readonly gapMs: number; readonly usualMs: number } | undefined {
  const times = snapshots
    .filter(({ body }) => body.complete)
    .map(({ uploadedAt }) => uploadedAt)
    .slice(-mostRuns);
  const last = times.at(-1);
  const gaps = times
    .slice(1)
    .map((at, index) => at - times[index]!)
    .toSorted((a, b) => a - b);
  const usualMs = gaps[gaps.length >>> 1];
  if (last === undefined || usualMs === undefined || gaps.length < fewestGaps) return undefined;
  const gapMs = now - last;
  return gapMs > Math.max(unusual * usualMs, 3 * dayMs) ? { gapMs, usualMs } : undefined;
}
