import type { Schedule, SetSettings } from '../../contract/sets.ts';
import type { Instant } from '../../contract/shared.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** What was said about a set that backs up no more. */
export type NoBackupTold = {
  /** The last good backup that it was about; where another one came since, all of this is forgotten. */
  readonly lastGood: Instant;
  readonly toldAt: Instant;
  /** Until it is said again; doubles each time. */
  readonly gapMs: number;
};

/**
 * Where nothing else was chosen: three intervals, a day or more, three at most, but a day longer than the interval: backups
 * that are made weekly are not missed before. null: they are made by hand.
 */
export function noBackupLimit({
  schedule,
  deadManDays,
}: Pick<SetSettings, 'schedule' | 'deadManDays'>): number | null {
  if (deadManDays !== null) return deadManDays * dayMs;
  const interval = intervalOf(schedule);
  if (interval === null) return null;
  return Math.max(Math.min(Math.max(3 * interval, dayMs), 3 * dayMs), interval + dayMs);
}

/** The longest time between two runs. */
function intervalOf(schedule: Schedule): number | null {
  if (schedule.kind === 'manual') return null;
  if (schedule.kind === 'every') return schedule.hours * hourMs;
  const days = [...new Set(schedule.days)].toSorted((a, b) => a - b);
  if (days.length === 0) return dayMs;
  const gaps = days.map((day, index) => ((days[index + 1] ?? days[0]! + 7) - day) * dayMs);
  return Math.max(...gaps);
}

/**
 * Whether to say now that there is no backup, with what to remember. `say` false and `told` null: all is well.
 * @param lastGood the last good backup, or where there is none, since when one was due
 */
export function noBackupDue(about: {
  readonly lastGood: Instant;
  readonly now: Instant;
  readonly limitMs: number;
  readonly told: NoBackupTold | null;
}): { readonly say: boolean; readonly told: NoBackupTold | null } {
  const { lastGood, now, limitMs } = about;
  if (!(now - lastGood >= limitMs)) return { say: false, told: null };
  const told = about.told?.lastGood === lastGood ? about.told : null;
  // A clock that was set back must not silence this for years.
  if (told && now >= told.toldAt && now - told.toldAt < told.gapMs) return { say: false, told };
  return { say: true, told: { lastGood, toldAt: now, gapMs: told ? told.gapMs * 2 : limitMs } };
}
