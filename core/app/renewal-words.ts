import type { RenewalReport } from '../upkeep/renew-locks.ts';
import { countOf, dateInWords } from './words-for-people.ts';

/** Of each kind; the rest is a number. */
const shown = 5;

/** What of a renewal deserves a warning; empty where all is well. */
export function renewalWarnings({ missing, refused, left }: RenewalReport): readonly string[] {
  const warnings: string[] = [];
  const first = refused[0];
  if (first) {
    const same = refused.every(({ words }) => words === first.words);
    warnings.push(
      `The provider would not lengthen ${countOf(refused.length, 'lock')}. ${same ? first.words : 'Why:'}`,
      ...refused
        .slice(0, shown)
        .map(
          ({ name, until, words }) =>
            `  ${name}, ${until > 0 ? `locked until ${dateInWords(until)}` : 'not locked'}${same ? '' : `: ${words}`}`,
        ),
      ...more(refused.length),
    );
  }
  if (missing.length > 0)
    warnings.push(
      `${countOf(missing.length, 'object')} ${missing.length === 1 ? 'is' : 'are'} not in the bucket any more; \`holdfast check\` says which files are touched.`,
      ...missing.slice(0, shown).map(({ name }) => `  ${name}`),
      ...more(missing.length),
    );
  if (left > 0)
    warnings.push(
      `${countOf(left, 'lock')} ${left === 1 ? 'was' : 'were'} left for the next time: the budget of calls is used up.`,
    );
  return warnings;
}

const more = (count: number): readonly string[] =>
  count > shown ? [`  and ${countOf(count - shown, 'more', 'more')}`] : [];
