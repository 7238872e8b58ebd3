import type { Limits, Schedule } from '../../contract/sets.ts';
import type { Instant } from '../../contract/shared.ts';
import { nextAt } from './local-time.ts';
import type { Past } from './past-runs.ts';
import type { ScheduledKind } from './scheduled-kind.ts';

/** All that decides what a set does by itself. */
export type SetSituation = {
  readonly schedule: Schedule;
  readonly limits: Pick<Limits, 'onBattery' | 'onMetered'>;
  readonly pausedUntil: Instant | null;
  /** There is something to back up, and backups are still made here. */
  readonly takesBackups: boolean;
  /** The keys can be read without asking. */
  readonly unlocked: boolean;
  /** The storage is not on this computer. */
  readonly remote: boolean;
  readonly space: 'automatic' | 'by-hand';
  /** The stored key may lengthen locks. */
  readonly lengthens: boolean;
  readonly protectMs: number;
  /** How long a day of the lock rules is. */
  readonly dayMs: number;
  /** Over all that is needed, as last confirmed, minus the provider's time; null: nothing is known. */
  readonly marginMs: number | null;
  readonly firstBackup: Instant | null;
  /** Since when this program has known the set. */
  readonly seenSince: Instant;
  readonly past: Readonly<Record<ScheduledKind, Past>>;
};

export type Surroundings = {
  readonly now: Instant;
  readonly zone?: string | undefined;
  /** null: the platform does not tell, and nothing is assumed. */
  readonly onBattery: boolean | null;
  readonly metered: boolean | null;
  readonly online: boolean | null;
};

export type Hold = 'locked' | 'offline' | 'paused' | 'battery' | 'metered';

export type SetPlan = {
  /** To be started now; null: nothing. */
  readonly start: ScheduledKind | null;
  /** When to look again; null: only when something changes. */
  readonly lookAt: Instant | null;
  /** When the next backup begins by itself; null: not, or something else has to happen first. */
  readonly nextBackup: Instant | null;
  readonly held: Hold | null;
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Of several that are due. A backup renews by itself and comes first, unless locks would thin meanwhile. */
const order: readonly ScheduledKind[] = ['backup', 'renew', 'retire', 'audit', 'prove', 'drill'];

/** Pure: what a set is to do now, and when to ask again. */
export function planSet(set: SetSituation, around: Surroundings): SetPlan {
  const { now } = around;
  const held = holdOf(set, around);
  const due = order.map((kind) => ({ kind, at: dueAt(kind, set, around.zone) }));
  const isFree = (kind: ScheduledKind): boolean =>
    held === null ||
    // A pause saves a line or a battery; it must not cost the locks. A renewal is a few small calls.
    (kind === 'renew' && isPressing(set) && held !== 'locked' && held !== 'offline');
  const ready = due.filter(({ kind, at }) => at !== null && at <= now && isFree(kind));
  const start = (isPressing(set) && ready.find(({ kind }) => kind === 'renew')) || ready[0];
  const backupAt = due[0]?.at ?? null;
  return {
    start: start?.kind ?? null,
    lookAt: earliest([
      ...due.filter(({ kind, at }) => isFree(kind) && at !== null && at > now).map(({ at }) => at),
      held === 'paused' ? set.pausedUntil : null,
    ]),
    nextBackup: nextBackup(backupAt, held, set, now),
    held,
  };
}

function nextBackup(at: Instant | null, held: Hold | null, set: SetSituation, now: Instant): Instant | null {
  if (at === null) return null;
  if (held === 'paused') {
    const until = set.pausedUntil ?? now;
    // Paused until a person goes on is no date.
    return until - now > 366 * 24 * hourMs ? null : Math.max(at, until);
  }
  return held === null || at > now ? Math.max(at, now) : null;
}

function holdOf(set: SetSituation, { now, onBattery, metered, online }: Surroundings): Hold | null {
  if (!set.unlocked) return 'locked';
  if (online === false && set.remote) return 'offline';
  if (set.pausedUntil !== null && set.pausedUntil > now) return 'paused';
  if (onBattery === true && !set.limits.onBattery) return 'battery';
  if (metered === true && !set.limits.onMetered && set.remote) return 'metered';
  return null;
}

/** Thinning, as people are shown it: below ¾ of the period. */
const isPressing = ({ marginMs, protectMs }: SetSituation): boolean =>
  marginMs !== null && marginMs < (3 / 4) * protectMs;

/** null: never by itself. In the past: since then. */
function dueAt(kind: ScheduledKind, set: SetSituation, zone: string | undefined): Instant | null {
  if (kind === 'backup') return backupDue(set, zone);
  const { dayMs, firstBackup, lengthens, space, past } = set;
  // Without a backup nothing is locked that anybody needs.
  if (firstBackup === null) return null;
  switch (kind) {
    case 'renew':
      return lengthens ? upkeepDue(past.renew, { first: firstBackup, everyMs: dayMs / 4 }) : null;
    case 'retire': {
      // By hand it needs a key that is typed in.
      if (space !== 'automatic' || !lengthens) return null;
      const at = upkeepDue(past.retire, { first: firstBackup + dayMs, everyMs: dayMs });
      // Only right after something that renewed: it begins with a whole renewal, which is then soon done.
      const renewed = past.renew.goodAt;
      return renewed !== null && renewed > (past.retire.goodAt ?? 0) ? Math.max(at, renewed) : null;
    }
    case 'audit':
      // A strict home does not renew, so that nothing dates since when it is there: the day would begin anew with each start.
      return upkeepDue(past.audit, { first: firstBackup + (lengthens ? dayMs : 0), everyMs: 7 * dayMs });
    case 'prove':
      return upkeepDue(past.prove, { first: firstBackup + dayMs, everyMs: 30 * dayMs });
    case 'drill':
      return upkeepDue(past.drill, { first: firstBackup + 7 * dayMs, everyMs: 30 * dayMs });
  }
}

function upkeepDue(
  past: Past,
  { first, everyMs }: { readonly first: Instant; readonly everyMs: number },
): Instant {
  const regular = past.goodAt === null ? first : past.goodAt + everyMs;
  return Math.max(regular, retryAt(past, Math.min(24 * hourMs, everyMs)) ?? 0);
}

function backupDue(
  { schedule, takesBackups, past: { backup }, seenSince }: SetSituation,
  zone: string | undefined,
): Instant | null {
  if (!takesBackups || schedule.kind === 'manual') return null;
  const everyMs = schedule.kind === 'every' ? schedule.hours * hourMs : 24 * hourMs;
  const again = retryAt(backup, Math.min(6 * hourMs, everyMs));
  if (again !== null) return again;
  // The set-up makes the first one; where it was left before, it is made up for a little later.
  if (backup.goodAt === null) return seenSince + 20 * minuteMs;
  // In the past where runs were missed, however many: one catches up.
  if (schedule.kind === 'daily') return nextAt(schedule.at, backup.goodAt, { days: schedule.days, zone });
  // One that takes longer than the interval leaves room for what waits behind it.
  return Math.max(backup.goodAt + everyMs, (backup.endedAt ?? 0) + 10 * minuteMs);
}

/**
 * When to try once more what did not come to its end: a quarter of an hour after a failure, doubling; after three hours what was
 * stopped, which may have been a computer that was switched off. null: it did.
 */
export function retryAt({ failures, endedAt, cancelled }: Past, mostMs: number): Instant | null {
  if (endedAt === null) return null;
  if (cancelled) return endedAt + Math.min(3 * hourMs, mostMs);
  if (failures === 0) return null;
  return endedAt + Math.min(15 * minuteMs * 2 ** Math.min(failures - 1, 20), mostMs);
}

function earliest(dates: readonly (Instant | null)[]): Instant | null {
  const known = dates.filter((date): date is Instant => date !== null);
  return known.length === 0 ? null : Math.min(...known);
}
