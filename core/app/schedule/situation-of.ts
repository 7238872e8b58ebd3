import type { RunRow } from '../../contract/sets.ts';
import type { Instant } from '../../contract/shared.ts';
import { isLoopback } from '../../storage/provider-time.ts';
import { policyOf } from '../policy-of.ts';
import { readLook, type Look } from '../service/look.ts';
import type { BackupSet } from '../service/service-context.ts';
import { readSettings, type Settings } from '../settings.ts';
import { readUpkeep, type UpkeepState } from '../upkeep-state.ts';
import { firstBackup, pastOf } from './past-runs.ts';
import type { SetSituation } from './plan-set.ts';
import type { ScheduledKind } from './scheduled-kind.ts';

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
  const look = await readLook(set.home, { now: () => about.now });
  return situationFrom(set, settings, await readUpkeep(set.home), look, about);
}

function situationFrom(
  set: BackupSet,
  settings: Settings,
  upkeep: UpkeepState,
  look: Look | null,
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
  const confirmed = lastConfirmed(upkeep, look, now);
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
    marginMs: confirmed === null ? null : confirmed.least - confirmed.now,
    firstBackup: firstBackup(rows, now) ?? keptSince(upkeep, look, seenSince),
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

/**
 * A home that joined its repository, or lost its records, made no backup that anybody remembers: its locks run out all the
 * same. The last renewal and the last look come anew again and again, so that the program knows of it is what stands still.
 */
function keptSince(
  { lastRenewal }: Pick<UpkeepState, 'lastRenewal'>,
  look: Pick<Look, 'at' | 'kept'> | null,
  seenSince: Instant,
): Instant | null {
  const dates = [
    ...(lastRenewal ? [lastRenewal.startedAt] : []),
    ...(look && look.kept > 0 ? [look.at] : []),
  ];
  return dates.length === 0 ? null : Math.min(seenSince, ...dates);
}

/** The end of the shortest lock that is needed, and the provider's time now, as far as anybody knows. */
export type Confirmed = { readonly least: Instant; readonly now: Instant };

/**
 * From what was confirmed last. The provider's time is at least what it was then, however this computer's clock stands;
 * the last look at the provider tells how far the two are apart.
 * @returns null: nothing is known, or nothing needed
 */
export function lastConfirmed(
  { lastRenewal, lastAudit }: Pick<UpkeepState, 'lastRenewal' | 'lastAudit'>,
  look: Pick<Look, 'at' | 'aheadMs' | 'least'> | null,
  now: Instant,
): Confirmed | null {
  const seen = [
    ...(lastRenewal ? [{ at: lastRenewal.finishedAt, least: lastRenewal.least }] : []),
    ...(lastAudit ? [{ at: lastAudit.at, least: lastAudit.least }] : []),
    ...(look ? [{ at: look.at + look.aheadMs, least: look.least }] : []),
  ].toSorted((a, b) => b.at - a.at)[0];
  if (!seen || seen.least === null) return null;
  return { least: seen.least, now: Math.max(now + (look?.aheadMs ?? 0), seen.at) };
}
