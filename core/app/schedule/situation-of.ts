import type { RunRow } from '../../contract/sets.ts';
import type { Instant } from '../../contract/shared.ts';
import { isLoopback } from '../../storage/provider-time.ts';
import { policyOf } from '../policy-of.ts';
import type { BackupSet } from '../service/service-context.ts';
import { readSettings, type Settings } from '../settings.ts';
import { readUpkeep, type UpkeepState } from '../upkeep-state.ts';
import { firstBackup, pastOf } from './past-runs.ts';
import type { ScheduledKind, SetSituation } from './plan-set.ts';

/** Reads what a set's home remembers. Asks the provider nothing. @throws home-missing, home-damaged */
export async function situationOf(
  set: BackupSet,
  about: {
    readonly rows: readonly RunRow[];
    readonly unlocked: boolean;
    readonly seenSince: Instant;
    readonly now: Instant;
  },
): Promise<SetSituation> {
  const settings = await readSettings(set.home);
  return situationFrom(set, settings, await readUpkeep(set.home), about);
}

function situationFrom(
  set: BackupSet,
  settings: Settings,
  upkeep: UpkeepState,
  {
    rows,
    unlocked,
    seenSince,
    now,
  }: {
    readonly rows: readonly RunRow[];
    readonly unlocked: boolean;
    readonly seenSince: Instant;
    readonly now: Instant;
  },
): SetSituation {
  const policy = policyOf(settings);
  const { lastRenewal, lastAudit, lastDrill, lastRetirement, proofs } = upkeep;
  const past = (kind: ScheduledKind, remembered: Instant | null): ReturnType<typeof pastOf> =>
    pastOf(kind, rows, remembered, now);
  return {
    schedule: set.settings.schedule,
    limits: set.settings.limits,
    pausedUntil: set.pausedUntil,
    takesBackups: set.settings.sources.length > 0 && !settings.ended,
    unlocked: unlocked || settings.secrets === 'keychain',
    remote: !isLoopback(settings.store.endpoint),
    space: settings.space,
    lengthens: policy.strict !== true,
    protectMs: policy.protectMs,
    dayMs: policy.dayMs,
    marginMs: marginOf(upkeep, now),
    firstBackup: firstBackup(rows, lastRenewal?.startedAt ?? null, now),
    seenSince,
    past: {
      backup: past('backup', null),
      renew: past('renew', lastRenewal?.whole ? lastRenewal.finishedAt : null),
      audit: past('audit', lastAudit?.at ?? null),
      prove: past('prove', Math.max(proofs.keyHalf?.at ?? 0, proofs.lockHalf?.at ?? 0) || null),
      drill: past('drill', lastDrill?.at ?? null),
      retire: past('retire', lastRetirement?.at ?? null),
    },
  };
}

/** The end of the shortest lock that is needed, as confirmed last, with when that was; both in provider time. */
export function lastConfirmed({
  lastRenewal,
  lastAudit,
}: Pick<UpkeepState, 'lastRenewal' | 'lastAudit'>): { readonly at: Instant; readonly least: Instant } | null {
  const seen = [
    ...(lastRenewal ? [{ at: lastRenewal.finishedAt, least: lastRenewal.least }] : []),
    ...(lastAudit ? [{ at: lastAudit.at, least: lastAudit.least }] : []),
  ].toSorted((a, b) => b.at - a.at)[0];
  return seen && seen.least !== null ? { at: seen.at, least: seen.least } : null;
}

/**
 * What is left of the shortest lock. The provider's time is at least what it was then, however this computer's clock
 * stands. null: nothing is known, or nothing needed.
 */
export function marginOf(upkeep: Parameters<typeof lastConfirmed>[0], now: Instant): number | null {
  const seen = lastConfirmed(upkeep);
  return seen ? seen.least - Math.max(now, seen.at) : null;
}
