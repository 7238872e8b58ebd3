import type { CleanPlanView } from '../../contract/recover.ts';
import type { CleanState } from '../../recovery/clean-state.ts';

/** What cleaning would take away, and what has to stay until its lock ends. */
export function cleanPlanView(plan: string, { removable, look }: CleanState): CleanPlanView {
  const garbage = Object.values(look.garbage).map((tally) => tally.result());
  const sum = (of: (one: (typeof garbage)[number]) => number): number =>
    garbage.reduce((total, one) => total + of(one), 0);
  const markers = [...removable.values()].reduce((total, one) => total + one.markers, 0);
  const lockedBytes = sum(({ lockedBytes: bytes }) => bytes);
  const lockedUntil = garbage.reduce((latest, { lastLockEnds = 0 }) => Math.max(latest, lastLockEnds), 0);
  const foreign = sum(({ versions }) => versions);
  return {
    plan,
    markers,
    foreign,
    foreignBytes: sum(({ bytes }) => bytes),
    lockedBytes,
    lockedUntil: lockedUntil > 0 ? lockedUntil : null,
  };
}
