import type { JobView } from '../../../core/contract/jobs.ts';
import type { CleanPlanView } from '../../../core/contract/recover.ts';

/** Key below `clean` and its figure. */
type Said = { readonly key: string; readonly count: number };

/** What cleaning would take away. What stays beside it is told in bytes, by whoever shows this. */
export const plannedWords = ({ markers }: Pick<CleanPlanView, 'markers'>): Said => ({
  key: markers === 0 ? 'nothing' : 'hidden',
  count: markers,
});

/** What cleaning took away, what it could not, and whether somebody is still at work. */
export function cleanedWords(figures: JobView['figures']): readonly Said[] {
  const { removed = 0, refused = 0, fresh = 0, stillMarked = 0 } = figures;
  return [
    { key: removed === 0 ? 'noneRemoved' : 'removed', count: removed },
    ...(refused > 0 ? [{ key: 'refused', count: refused }] : []),
    ...(fresh > 0 || stillMarked > refused ? [{ key: 'atWork', count: fresh }] : []),
  ];
}
