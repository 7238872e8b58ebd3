import type { RunRow } from '../../contract/sets.ts';
import type { Instant } from '../../contract/shared.ts';
import { sizeInWords } from '../words-for-people.ts';
import type { ReportWords } from './report-kinds.ts';
import { dateIn, languages, type Language } from './report-words.ts';

export type WeekOfSet = {
  readonly name: string;
  /** Newest first; older ones than a week too. */
  readonly runs: readonly RunRow[];
  /** Of the shortest lock; null: not known. */
  readonly until: Instant | null;
  /** Subjects of what is not over, in the language of the report. */
  readonly open: readonly string[];
};

const weekMs = 7 * 86_400_000;

/** Whether the week is over. A clock that was set back must not silence it. */
export const isWeekOver = (last: Instant, now: Instant): boolean =>
  now - last >= weekMs || now < last - weekMs;

export function weeklySummary(language: Language, sets: readonly WeekOfSet[], now: Instant): ReportWords {
  const { subject, head, set } = languages[language].weekly;
  const from = now - weekMs;
  return {
    subject: subject(sets.length),
    text: [
      head(dateIn(language, from), dateIn(language, now)),
      ...sets.map(({ name, runs, until, open }) => {
        const backups = runs.filter(({ kind }) => kind === 'backup');
        const isGood = ({ result }: RunRow): boolean => result === 'done' || result === 'warnings';
        const week = backups.filter(({ startedAt }) => startedAt >= from && startedAt <= now);
        const last = backups.find(isGood);
        const newBytes = week
          .filter(isGood)
          .reduce((sum, { figures }) => sum + (figures['newBytes'] ?? 0), 0);
        return set({
          name,
          good: week.filter(isGood).length,
          failed: week.filter(({ result }) => result === 'failed').length,
          last: last ? dateIn(language, last.startedAt) : null,
          newSize: sizeInWords(newBytes),
          until: until === null ? null : dateIn(language, until),
          open,
        });
      }),
    ].join('\n\n'),
  };
}
