import { syncCatalog } from '../catalog/sync-catalog.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { ProviderTime } from '../locks/provider-time.ts';
import { countsFrom } from '../locks/usable-pack.ts';
import { connectStore } from '../storage/connect-store.ts';
import { withRetry } from '../storage/decorators/retry.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { untilAborted } from '../system/until-aborted.ts';
import type { World } from '../system/world.ts';
import { isWhole } from '../upkeep/renew-locks.ts';
import { retire } from '../upkeep/retire.ts';
import type { Candidates, RetireReport } from '../upkeep/retire-report.ts';
import { survey } from '../upkeep/survey.ts';
import type { Home } from './home.ts';
import type { RepositoryInUse } from './open-repository-for-use.ts';
import { readDecisions } from './own-decisions.ts';
import { policyOf } from './policy-of.ts';
import type { StorageKey } from './secrets/secrets.ts';
import { noteRenewal, noteRetirement } from './upkeep-state.ts';

export type RetireRequest = {
  readonly home: Home;
  readonly inUse: Pick<RepositoryInUse, 'repository' | 'catalog' | 'settings'>;
  readonly world: World;
  /** Only show what would be given back. */
  readonly plan: boolean;
  /** May delete; used for this run and kept nowhere. Only where space is given back by hand. */
  readonly maintenanceKey: StorageKey | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onDue?: (due: readonly Candidates[]) => void;
};

/**
 * The owner's retirement, whole: catalog, survey, renewal, giving back, notes.
 * @throws key-insufficient where the maintenance key may not delete, and what `syncCatalog` and `retire` throw
 */
export async function retireHome(request: RetireRequest): Promise<RetireReport> {
  const { home, inUse, plan, maintenanceKey, world } = request;
  const { space, store } = inUse.settings;
  const wantsKey = !plan && space === 'by-hand' && maintenanceKey !== undefined;
  const bare = wantsKey ? await connectStore(store, maintenanceKey, world) : undefined;
  try {
    if (bare) await assertMayDelete(bare);
    const report = await untilAborted(work(request, bare && withRetry(bare, world)), request.signal);
    const { renewal, stopped, at, how, done } = report;
    if (renewal) await noteRenewal(home, renewal, isWhole(renewal));
    if (how !== 'plan' && !stopped) await noteRetirement(home, { at, how, ...done });
    return report;
  } finally {
    await bare?.close();
  }
}

async function work(
  { home, inUse, world, plan, signal, onDue }: RetireRequest,
  maintenance: ObjectStore | undefined,
): Promise<RetireReport> {
  const { repository, catalog, settings } = inUse;
  const policy = policyOf(settings);
  const time = await ProviderTime.ask(repository.store, world);
  await syncCatalog(repository, catalog, time.now(), countsFrom(time.now(), policy));
  const seen = await survey(repository, catalog, await readDecisions(home), time.now(), policy.dayMs);
  const { space } = settings;
  return await retire(repository, catalog, seen, {
    upkeep: { repository, catalog, policy, time, world, signal },
    how: plan ? 'plan' : space === 'automatic' ? 'hide' : 'delete',
    space,
    maintenance,
    ...(onDue ? { onDue } : {}),
  });
}

/** Before anything is looked at, where the provider tells. */
async function assertMayDelete(store: ObjectStore): Promise<void> {
  const key = await store.keyCapabilities();
  if (key && !key.capabilities.includes('deleteFiles'))
    throw new HoldfastError('key-insufficient', {
      operation: 'delete object versions',
      capability: 'deleteFiles',
    });
}
