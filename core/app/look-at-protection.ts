import { syncCatalog } from '../catalog/sync-catalog.ts';
import { noticesDue } from '../locks/lock-state.ts';
import { countsFrom } from '../locks/usable-pack.ts';
import type { Instant } from '../model/object.ts';
import { versionKey } from '../upkeep/needs.ts';
import { assertNotAborted, readLeases } from '../upkeep/read-leases.ts';
import { survey, type Survey } from '../upkeep/survey.ts';
import { confirmedDates } from './confirmed-dates.ts';
import type { Home } from './home.ts';
import type { RepositoryInUse } from './open-repository-for-use.ts';
import { readDecisions } from './own-decisions.ts';
import { policyOf } from './policy-of.ts';
import { protectionState, type ProtectionState } from './protection-state.ts';
import { noticeSaid, noticeWords } from './protection-words.ts';
import { changeUpkeep, readUpkeep, withEvent, type UpkeepState } from './upkeep-state.ts';

export type Protection = {
  readonly survey: Survey;
  readonly state: ProtectionState;
  readonly upkeep: UpkeepState;
};

/**
 * Brings the catalog up to date and says how the locks stand, from confirmed dates; those that would be no good news are
 * asked for again, since a guard may have lengthened them. Writes nothing to the bucket.
 */
export async function lookAtProtection(
  home: Home,
  inUse: RepositoryInUse,
  signal?: AbortSignal,
): Promise<Protection> {
  const { repository, catalog, settings } = inUse;
  const policy = policyOf(settings);
  const { now } = await repository.store.providerClock();
  await syncCatalog(repository, catalog, now, countsFrom(now, policy));
  const seen = await survey(repository, catalog, await readDecisions(home), now, policy.dayMs);
  const upkeep = await readUpkeep(home);
  const confirmedUntil = await readShortOnes(inUse, seen, now + (3 / 4) * policy.protectMs, signal);
  const state = protectionState({ survey: seen, confirmedUntil, now, policy, upkeep });
  return { survey: seen, state, upkeep };
}

/** The dates by `versionKey`; what is gone has none. */
async function readShortOnes(
  { repository, catalog }: RepositoryInUse,
  { needs, kept }: Survey,
  shorterThan: Instant,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Instant>> {
  const dates = new Map(confirmedDates(catalog));
  const short = needs
    .union(kept)
    .filter((version) => !((dates.get(versionKey(version)) ?? 0) >= shorterThan));
  const leases = await readLeases({ repository, catalog }, short, () => assertNotAborted(signal));
  catalog.transaction(() => {
    for (const version of short) {
      const until = leases.get(versionKey(version))?.until ?? 0;
      dates.set(versionKey(version), until);
      catalog.objects.confirm(version, until);
    }
  });
  return dates;
}

/**
 * The notice that is due now, as an event that front ends say once; remembers that it was given, and forgets once the
 * locks are long again.
 */
export async function noteNotices(
  home: Home,
  { snapshots, least, margin, now }: ProtectionState,
  settings: RepositoryInUse['settings'],
): Promise<void> {
  if (snapshots === 0) return;
  const before = (await readUpkeep(home)).noticesSaid;
  const { say, said } = noticesDue(margin, policyOf(settings), before);
  if (say === undefined && said.length === before.length) return;
  await changeUpkeep(home, (upkeep) => {
    const changed = { ...upkeep, noticesSaid: [...said] };
    if (say === undefined) return changed;
    return withEvent(changed, {
      at: now,
      kind: `notice-${say}`,
      words: noticeWords(say, least, now),
      coded: noticeSaid(say, least, now),
    });
  });
}
