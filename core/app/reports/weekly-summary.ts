import type { RunRow } from '../../contract/sets.ts';
import type { Instant } from '../../contract/shared.ts';
import type { LockPolicy } from '../../locks/lock-policy.ts';
import { provenNow } from '../protection-state.ts';
import type { Confirmed } from '../schedule/situation-of.ts';
import type { UpkeepState } from '../upkeep-state.ts';
import { sizeInWords } from '../words-for-people.ts';
import type { SetMemory } from '../notify/memory.ts';
import type { ReportKind, ReportWords } from './report-kinds.ts';
import { dateIn, languages, reportWords, type Language } from './report-words.ts';

export type WeekOfSet = {
  readonly name: string;
  /** Newest first; older ones than a week too. */
  readonly runs: readonly RunRow[];
  /** Of the shortest lock that holds; null: none is known to. */
  readonly until: Instant | null;
  readonly said: SetMemory;
};

const weekMs = 7 * 86_400_000;

/** Whether the week is over. A clock that was set back must not silence it. */
export const isWeekOver = (last: Instant, now: Instant): boolean =>
  now - last >= weekMs || now < last - weekMs;

/** The end of the shortest lock, unless it has come, or a proof saw that this storage lets go what is locked. */
export function heldUntil({
  confirmed,
  upkeep: { proofs },
  policy,
}: {
  readonly confirmed: Confirmed | null;
  readonly upkeep: Pick<UpkeepState, 'proofs'>;
  readonly policy: LockPolicy;
}): Instant | null {
  if (confirmed === null || confirmed.least <= confirmed.now) return null;
  return provenNow(proofs, confirmed.now, policy) === 'disproved' ? null : confirmed.least;
}

export function weeklySummary(language: Language, sets: readonly WeekOfSet[], now: Instant): ReportWords {
  const { subject, head, set } = languages[language].weekly;
  const from = now - weekMs;
  return {
    subject: subject(sets.length),
    text: [
      head(dateIn(language, from), dateIn(language, now)),
      ...sets.map(({ name, runs, until, said }) => {
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
          open: openSubjects(language, name, said),
        });
      }),
    ].join('\n\n'),
  };
}

/** What was said in that week or before and is not over. */
function openSubjects(language: Language, name: string, said: SetMemory): readonly string[] {
  const kinds: readonly ReportKind[] = [
    ...(said.suspected.length > 0 ? (['suspected'] as const) : []),
    ...(said.lapsedSaid ? (['locks-lapsed'] as const) : []),
    ...(said.failing ? (['backup-failed'] as const) : []),
    ...(said.skippedReasons.length > 0 ? (['files-skipped'] as const) : []),
    ...(said.alarms.length > 0 ? (['audit-alarm'] as const) : []),
  ];
  return kinds.map((kind) => reportWords(language, { kind, name, figures: {} }).subject);
}
