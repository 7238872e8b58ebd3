import { syncCatalog } from '../catalog/sync-catalog.ts';
import { ProviderTime } from '../locks/provider-time.ts';
import { countsFrom } from '../locks/usable-pack.ts';
import type { Instant } from '../model/object.ts';
import { untilAborted } from '../system/until-aborted.ts';
import type { World } from '../system/world.ts';
import { isWhole, renewLocks, workOf, type RenewalReport } from '../upkeep/renew-locks.ts';
import { lookOrRenewAllKnown } from '../upkeep/renew-all-known.ts';
import { survey, type Survey } from '../upkeep/survey.ts';
import { ping } from './dead-man-ping.ts';
import type { Home } from './home.ts';
import type { RepositoryInUse } from './open-repository-for-use.ts';
import { readDecisions } from './own-decisions.ts';
import { policyOf } from './policy-of.ts';
import type { Settings } from './settings.ts';
import { noteRenewal } from './upkeep-state.ts';
import { countOf } from './words-for-people.ts';

export type RenewedHome = {
  readonly survey: Survey;
  readonly report: RenewalReport;
  /** For people: a ping that nobody answered. */
  readonly warnings: readonly string[];
  /** Provider time, after it. */
  readonly now: Instant;
};

export type RenewRequest = {
  readonly home: Home;
  readonly inUse: Pick<RepositoryInUse, 'repository' | 'catalog' | 'settings'>;
  readonly world: World;
  readonly signal?: AbortSignal | undefined;
  /** See RenewalWork. */
  readonly freshToo?: boolean;
  /** See RenewalWork. */
  readonly maxCalls?: number | undefined;
};

/**
 * The owner's renewal, whole: catalog, survey, renewal, note and ping. Writes nothing but longer locks. Where it fails, the
 * ping says so.
 * @throws cancelled, clocks-differ and what `syncCatalog` and `renewLocks` throw
 */
export async function renewHome(request: RenewRequest): Promise<RenewedHome> {
  const { inUse, signal } = request;
  try {
    const renewed = await untilAborted(renew(request), signal);
    const warnings = await noteAndPing(request.home, inUse.settings, renewed.report);
    return { ...renewed, warnings };
  } catch (error) {
    if (!signal?.aborted) await ping(inUse.settings.ping, false);
    throw error;
  }
}

async function renew({
  home,
  inUse: { repository, catalog, settings },
  world,
  signal,
  freshToo,
  maxCalls,
}: RenewRequest): Promise<Omit<RenewedHome, 'warnings'>> {
  const policy = policyOf(settings);
  const time = await ProviderTime.ask(repository.store, world);
  const upkeep = { repository, catalog, policy, time, world, signal };
  const seen = await lookOrRenewAllKnown(upkeep, async () => {
    await syncCatalog(repository, catalog, time.now(), countsFrom(time.now(), policy));
    return await survey(repository, catalog, await readDecisions(home), time.now(), policy.dayMs);
  });
  const report = await renewLocks(upkeep, { ...workOf(seen, catalog), freshToo, maxCalls });
  return { survey: seen, report, now: time.now() };
}

/** After each renewal, a backup's as well. Returns what a person should hear. */
export async function noteAndPing(
  home: Home,
  settings: Settings,
  report: RenewalReport,
): Promise<readonly string[]> {
  const whole = isWhole(report);
  await noteRenewal(home, report, whole);
  const pinged = await ping(settings.ping, whole);
  const { length } = report.unlisted;
  return [
    ...(length > 0
      ? [
          `The storage did not list ${countOf(length, 'snapshot')} whose lock is running, so what it left out was not looked at. Try again later, and look with \`holdfast locks audit\`.`,
        ]
      : []),
    ...(pinged.sent && !pinged.answered ? [pinged.words] : []),
  ];
}
