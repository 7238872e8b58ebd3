import type { CleanPlanView } from '../../contract/recover.ts';
import type { CleanState } from '../../recovery/clean-state.ts';
import { countOf, sizeInWords } from '../words-for-people.ts';

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
    words:
      markers === 0
        ? 'Nothing that your backups need is hidden. There is nothing to clean.'
        : `${countOf(removable.size, 'object')} that your backups need ${removable.size === 1 ? 'lies' : 'lie'} under ${countOf(markers, 'marker')}. These are removed, and nothing else${foreign > 0 ? `; ${sizeInWords(sum(({ bytes }) => bytes))} that nothing needs stay` : ''}.`,
  };
}
