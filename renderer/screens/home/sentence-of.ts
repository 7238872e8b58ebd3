import type { SetSummary } from '../../../core/contract/app.ts';
import type { SetFacts } from '../../../core/contract/sets.ts';

/** Key of words of the one sentence. A date that is not known is not spoken of. */
export function sentenceOf(
  { state, protectedUntil }: Pick<SetSummary, 'state' | 'protectedUntil'>,
  ended: SetFacts['ended'],
): string {
  if (ended) return 'ended';
  const dated = ['protected', 'working', 'paused', 'thinning', 'at-risk', 'suspected'];
  return dated.includes(state) && protectedUntil === null ? `${state}-undated` : state;
}
