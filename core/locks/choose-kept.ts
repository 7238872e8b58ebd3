import type { Instant } from '../model/object.ts';
import type { Standing } from './decisions.ts';
import { furthestReach } from './retention.ts';
import { windowOf, type WindowKind } from './time-window.ts';

export type Keepable = {
  readonly id: string;
  /** Provider time; what a snapshot says of itself counts for nothing. */
  readonly uploadedAt: Instant;
  readonly complete: boolean;
  /**
   * It was let go before and part of it is gone since: nothing but a pin keeps it again. It still stands for its windows, so
   * that nothing takes its place.
   */
  readonly spent?: boolean;
  /**
   * Part of it is gone and it was never let go: it is kept as ever for what is left of it, and what is whole counts as if this
   * one were not there.
   */
  readonly broken?: boolean;
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
  const { policies, suspicions, pins, asOf } = standing;
  const complete = snapshots.filter((snapshot) => snapshot.complete);
  const intact = complete.filter(({ broken }) => !broken);
  const oldest = windows.map(([kind]) => [
    oldestOfWindows(complete, kind, dayMs),
    oldestOfWindows(intact, kind, dayMs),
  ]);
  const whole = snapshots.filter(({ spent, broken }) => !spent && !broken);
  const restorable = intactOrAll(complete.filter(({ spent }) => !spent));
  // A day of tolerance: clocks of a provider tell whole seconds and differ a little.
  const newest = latest(restorable, (at) => at <= asOf + dayMs);
  const newestIntact = latest(
    whole.filter((snapshot) => snapshot.complete),
    (at) => at <= asOf + dayMs,
  );
  const reach = furthestReach(policies);
  const within = (at: Instant, days: number): boolean => days > 0 && newest - at <= days * dayMs;
  const completeBefore = latestBefore(restorable);
  const before = latestBefore(whole);
  const beforeSuspicion = new Set(suspicions.map((since) => completeBefore(since) ?? before(since)));

  function* reasonsOf({ uploadedAt: at, complete: isComplete }: Keepable): Generator<KeepReason> {
    if (beforeSuspicion.has(at)) yield 'before-suspicion';
    if (!isComplete) {
      if (at > newestIntact) yield 'partial';
      return;
    }
    if (at >= newest) yield 'newest';
    if (within(at, reach.all)) yield 'all';
    for (const [index, [kind, field]] of windows.entries())
      if (
        within(at, reach[field]) &&
        oldest[index]!.some((first) => first.get(windowOf(kind, at, dayMs)) === at)
      )
        yield kind;
  }

  const kept = new Map<string, readonly KeepReason[]>();
  for (const snapshot of snapshots) {
    const reasons = snapshot.spent ? [] : [...reasonsOf(snapshot)];
    if (pins.has(snapshot.id)) reasons.push('pinned');
    if (reasons.length > 0) kept.set(snapshot.id, reasons);
  }
  return kept;
}

/** -Infinity where there is none: then nothing has aged. */
const latest = (snapshots: readonly Keepable[], counts: (at: Instant) => boolean): Instant =>
  snapshots.reduce(
    (sofar, { uploadedAt }) => (counts(uploadedAt) ? Math.max(sofar, uploadedAt) : sofar),
    Number.NEGATIVE_INFINITY,
  );

const intactOrAll = (snapshots: readonly Keepable[]): readonly Keepable[] => {
  const intact = snapshots.filter(({ broken }) => !broken);
  return intact.length > 0 ? intact : snapshots;
};

/** Searched by halves: anybody who may publish can suspect without end. */
function latestBefore(snapshots: readonly Keepable[]): (since: Instant) => Instant | undefined {
  const times = snapshots.map(({ uploadedAt }) => uploadedAt).toSorted((a, b) => a - b);
  return (since) => {
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (times[middle]! < since) low = middle + 1;
      else high = middle;
    }
    return times[low - 1];
  };
}

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
