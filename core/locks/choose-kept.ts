import type { Instant } from '../model/object.ts';
import type { Standing } from './decisions.ts';
import { furthestReach } from './retention.ts';
import { windowOf, type WindowKind } from './time-window.ts';

export type Keepable = {
  readonly id: string;
  /** Provider time; what a snapshot says of itself counts for nothing. */
  readonly uploadedAt: Instant;
  readonly complete: boolean;
};

export type KeepReason = 'all' | WindowKind | 'newest' | 'pinned' | 'before-suspicion' | 'partial';

const windows = [
  ['day', 'daily'],
  ['week', 'weekly'],
  ['month', 'monthly'],
  ['year', 'yearly'],
] as const;

/**
 * Which snapshots are kept, and why; what is not in the answer is let go. A window of time is represented by the oldest
 * complete snapshot in it and measured back from the newest one. So a representative is one from its first moment, being
 * kept only ever ends, and nothing that is uploaded later takes the place of what was there before. Where several have the same
 * time (stores tell seconds), each counts as the oldest.
 * @param snapshots authentic ones
 */
export function chooseKept(
  snapshots: readonly Keepable[],
  standing: Standing,
  dayMs: number,
): ReadonlyMap<string, readonly KeepReason[]> {
  const complete = snapshots.filter((snapshot) => snapshot.complete);
  // A day of tolerance: clocks of a provider tell whole seconds and differ a little.
  const newest = latest(complete, (at) => at <= standing.asOf + dayMs);
  const reach = furthestReach(standing.policies);
  const within = (at: Instant, days: number): boolean => days > 0 && newest - at <= days * dayMs;
  const oldest = windows.map(([kind]) => oldestOfWindows(complete, kind, dayMs));
  const beforeSuspicion = new Set(
    standing.suspicions.map((since) => {
      const before = latest(complete, (at) => at < since);
      return Number.isFinite(before) ? before : latest(snapshots, (at) => at < since);
    }),
  );
  const hasBefore = (at: Instant): boolean => beforeSuspicion.has(at);

  const kept = new Map<string, readonly KeepReason[]>();
  for (const { id, uploadedAt: at, complete: isComplete } of snapshots) {
    const reasons: KeepReason[] = [];
    if (isComplete) {
      if (at >= newest) reasons.push('newest');
      if (within(at, reach.all)) reasons.push('all');
      for (const [index, [kind, field]] of windows.entries())
        if (within(at, reach[field]) && oldest[index]!.get(windowOf(kind, at, dayMs)) === at)
          reasons.push(kind);
    } else if (at > newest) reasons.push('partial');
    if (hasBefore(at)) reasons.push('before-suspicion');
    if (standing.pins.has(id)) reasons.push('pinned');
    if (reasons.length > 0) kept.set(id, reasons);
  }
  return kept;
}

/** -Infinity where there is none: then nothing has aged. */
const latest = (snapshots: readonly Keepable[], counts: (at: Instant) => boolean): Instant =>
  snapshots.reduce(
    (sofar, { uploadedAt }) => (counts(uploadedAt) ? Math.max(sofar, uploadedAt) : sofar),
    Number.NEGATIVE_INFINITY,
  );

function oldestOfWindows(
  complete: readonly Keepable[],
  kind: WindowKind,
  dayMs: number,
): ReadonlyMap<number, Instant> {
  const oldest = new Map<number, Instant>();
  for (const { uploadedAt } of complete) {
    const window = windowOf(kind, uploadedAt, dayMs);
    oldest.set(window, Math.min(oldest.get(window) ?? Number.POSITIVE_INFINITY, uploadedAt));
  }
  return oldest;
}
