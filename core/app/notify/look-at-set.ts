import type { RunRow } from '../../contract/sets.ts';
import type { Instant } from '../../contract/shared.ts';
import { isHoldfastError } from '../../errors/holdfast-error.ts';
import { suspicionsIn } from '../../locks/suspicion.ts';
import { readDecisions } from '../own-decisions.ts';
import { policyOf } from '../policy-of.ts';
import { lastConfirmed } from '../schedule/situation-of.ts';
import { readLook } from '../service/look.ts';
import type { BackupSet, RunLog } from '../service/service-context.ts';
import { readSettings } from '../settings.ts';
import { readUpkeep } from '../upkeep-state.ts';
import type { SetLook } from './after-look.ts';
import type { SetMemory } from './memory.ts';

/** Runs that are looked at. */
const rows = 400;
/** A clock that was wrong for a while leaves dates behind that have not come yet. */
const toleratedMs = 86_400_000;

export type Seen = Omit<SetLook, 'settled'> & { readonly runs: readonly RunRow[] };

/** What is known of a set without asking the provider. @throws home-missing, home-damaged */
export async function lookAtSet(
  set: BackupSet,
  log: Pick<RunLog, 'list'>,
  memory: SetMemory,
  now: Instant,
): Promise<Seen> {
  const settings = await readSettings(set.home);
  const upkeep = await readUpkeep(set.home);
  const look = await readLook(set.home, { now: () => now });
  const { runs } = log.list(set.id, { offset: 0, limit: rows });
  return {
    runs,
    settings: set.settings,
    takesBackups: settings.ended === undefined && set.settings.sources.length > 0,
    // Where the list of runs was lost, the newest backup tells: nobody may ever be told otherwise.
    lastGood: lastGood(runs, now) ?? look?.newest?.at ?? null,
    policy: policyOf(settings),
    confirmed: lastConfirmed(upkeep, look, now),
    upkeep,
    suspectedSince: await suspectedSince(set, memory),
  };
}

/** Start of the last good backup; where none was good, of the first that was tried. */
function lastGood(runs: readonly RunRow[], now: Instant): Instant | null {
  const backups = runs.filter(({ kind, startedAt }) => kind === 'backup' && startedAt <= now + toleratedMs);
  const good = backups.find(({ result }) => result === 'done' || result === 'warnings');
  return (good ?? backups.at(-1))?.startedAt ?? null;
}

/** Where the list of decisions is damaged, what was known stays. */
async function suspectedSince({ home }: BackupSet, memory: SetMemory): Promise<readonly Instant[]> {
  try {
    return suspicionsIn((await readDecisions(home)) ?? []).map(({ since }) => since);
  } catch (error) {
    if (isHoldfastError(error, 'home-damaged')) return memory.suspected;
    throw error;
  }
}
