import type { RunRow } from '../../contract/sets.ts';
import type { Instant } from '../../contract/shared.ts';
import type { ScheduledKind } from './scheduled-kind.ts';

/** What is known of the runs of one kind. */
export type Past = {
  /** Start of the last one that came to a good end. */
  readonly goodAt: Instant | null;
  /** End of the last one, whatever it was. */
  readonly endedAt: Instant | null;
  /** That failed one after another, up to now. */
  readonly failures: number;
  /** The last one was stopped: by a person, or as the program ended. */
  readonly cancelled: boolean;
};

/** A clock that was wrong for a while leaves dates behind that have not come yet; beyond this they count for nothing. */
const toleratedMs = 86_400_000;

/** A renewal is part of every backup, and of giving space back. */
const countsToo: Readonly<Partial<Record<ScheduledKind, readonly RunRow['kind'][]>>> = {
  renew: ['backup', 'retire'],
};

/**
 * @param rows newest first
 * @param remembered by the home itself, for what the command line did; null: nothing
 */
export function pastOf(
  kind: ScheduledKind,
  rows: readonly RunRow[],
  remembered: Instant | null,
  now: Instant,
): Past {
  const possible = rows.filter(({ startedAt }) => isPossible(startedAt, now));
  const own = possible.filter((row) => row.kind === kind);
  const good = own.findIndex(isGood);
  const since = good === -1 ? own : own.slice(0, good);
  const other = possible.find((row) => countsToo[kind]?.includes(row.kind) === true && isGood(row));
  const kept = remembered !== null && isPossible(remembered, now) ? remembered : null;
  const goodAt = latest([own[good]?.startedAt ?? null, other?.startedAt ?? null, kept]);
  const last = own[0];
  // What went well since, by another way, ends a row of failures.
  const isHealed = goodAt !== null && last !== undefined && goodAt > last.startedAt;
  return {
    goodAt,
    endedAt: last ? last.startedAt + last.seconds * 1000 : null,
    failures: isHealed ? 0 : since.filter(({ result }) => result === 'failed').length,
    cancelled: !isHealed && last?.result === 'cancelled',
  };
}

/**
 * When something to be kept was first seen, by a date that no later run moves: what is due some days after it would never be.
 * A home that joined its repository, or makes no backups any more, has renewals only.
 */
export function firstBackup(rows: readonly RunRow[], now: Instant): Instant | null {
  const row = rows.findLast(
    (one) => (one.kind === 'backup' || one.kind === 'renew') && isGood(one) && isPossible(one.startedAt, now),
  );
  return row?.startedAt ?? null;
}

const isGood = ({ result }: RunRow): boolean => result === 'done' || result === 'warnings';
const isPossible = (date: Instant, now: Instant): boolean => date - now <= toleratedMs;

function latest(dates: readonly (Instant | null)[]): Instant | null {
  const known = dates.filter((date): date is Instant => date !== null);
  return known.length === 0 ? null : Math.max(...known);
}
