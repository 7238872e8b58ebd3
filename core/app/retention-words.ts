import type { KeepReason } from '../locks/choose-kept.ts';
import { retentionPresets, type RetentionPolicy } from '../locks/retention.ts';
import { countOf } from './words-for-people.ts';

const windows = [
  ['daily', 'day'],
  ['weekly', 'week'],
  ['monthly', 'month'],
  ['yearly', 'year'],
] as const;

/** "every snapshot of the last day, the first of each week for 90 days" */
export function retentionInWords(policy: RetentionPolicy): string {
  if (policy.all === Number.POSITIVE_INFINITY) return 'every snapshot';
  const parts = windows
    .filter(([field]) => policy[field] > 0)
    .map(([field, window]) => `the first of each ${window} ${reach(policy[field])}`);
  if (policy.all > 0)
    parts.unshift(`every snapshot of the last ${policy.all === 1 ? 'day' : countOf(policy.all, 'day')}`);
  return parts.length === 0 ? 'only the newest snapshot' : parts.join(', ');
}

const reach = (days: number): string => (Number.isFinite(days) ? `for ${countOf(days, 'day')}` : 'for ever');

/** "standard", "lean", "everything"; undefined: one's own. */
export const presetName = (policy: RetentionPolicy): string | undefined =>
  Object.entries(retentionPresets).find(([, preset]) =>
    (['all', 'daily', 'weekly', 'monthly', 'yearly'] as const).every(
      (field) => preset[field] === policy[field],
    ),
  )?.[0];

const reasonWords: Readonly<Record<KeepReason, string>> = {
  pinned: 'pinned',
  newest: 'newest',
  'before-suspicion': 'last before a suspicion',
  partial: 'until the next complete one',
  all: 'recent',
  day: 'first of its day',
  week: 'first of its week',
  month: 'first of its month',
  year: 'first of its year',
};
const byWeight = Object.keys(reasonWords) as readonly KeepReason[];

/** "pinned, first of its month": of several windows the longest, which holds longest. */
export function keepReasonsInWords(reasons: readonly KeepReason[] | undefined): string {
  if (reasons === undefined) return 'let go';
  const longest = (['year', 'month', 'week', 'day', 'all'] as const).find((window) =>
    reasons.includes(window),
  );
  return byWeight
    .filter(
      (reason) =>
        reasons.includes(reason) &&
        (reason === longest || !['all', 'day', 'week', 'month', 'year'].includes(reason)),
    )
    .map((reason) => reasonWords[reason])
    .join(', ');
}
