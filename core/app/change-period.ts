import type { World } from '../system/world.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { strictBucketDays } from '../locks/lock-policy.ts';
import type { Instant } from '../model/object.ts';
import { createProvisioner } from '../storage/provisioning.ts';
import type { Home } from './home.ts';
import type { RepositoryInUse } from './open-repository-for-use.ts';
import { renewHome, type RenewedHome } from './renew-home.ts';
import type { StorageKey } from './secrets/secrets.ts';
import { changeSettings, type Settings } from './settings.ts';

type InUse = Pick<RepositoryInUse, 'repository' | 'catalog' | 'settings'>;

/** Whoever chooses more says the number twice: what is stored by mistake stays, and is paid for, so long (design 4). */
export const periodSaidOnce = 90;

/**
 * Promises a longer period: first the setting, so that a renewal which is cut short is taken up by the next one.
 * @throws default-retention-wrong in strict mode, where the bucket's own rule has to be longer first
 */
export async function setLongerPeriod(
  home: Home,
  { settings, repository }: InUse,
  protectDays: number,
  setUpKey?: StorageKey,
): Promise<Settings> {
  if (settings.strict) await raiseDefault({ settings, repository }, protectDays, setUpKey);
  return await changeSettings(home, { protectDays });
}

/** Renews everything that is kept to the period that was just set, also what was stored a moment ago. */
export const renewToPeriod = (request: {
  readonly home: Home;
  readonly inUse: InUse;
  readonly world: World;
  readonly signal?: AbortSignal | undefined;
}): Promise<RenewedHome> => renewHome({ ...request, freshToo: true });

/** Cannot touch a lock that is set. @returns when the last of them ends; 0: none is known */
export async function setShorterPeriod(
  home: Home,
  { catalog }: Pick<RepositoryInUse, 'catalog'>,
  protectDays: number,
): Promise<Instant> {
  await changeSettings(home, { protectDays });
  return catalog.objects
    .ofKinds('data', 'tree', 'pack', 'list', 'snapshot', 'index', 'key', 'repository')
    .reduce((latest, { confirmedUntil }) => Math.max(latest, confirmedUntil), 0);
}

/** In strict mode the bucket sets the dates, so its own rule has to be longer first. */
async function raiseDefault(
  { settings, repository }: Pick<InUse, 'settings' | 'repository'>,
  wanted: number,
  setUpKey: StorageKey | undefined,
): Promise<void> {
  const needed = strictBucketDays(wanted);
  if (setUpKey) {
    const provisioner = createProvisioner(settings.store, setUpKey);
    try {
      await provisioner.raiseDefaultRetention(needed);
    } finally {
      await provisioner.close();
    }
  }
  const is = (await repository.store.bucketState()).defaultRetentionDays;
  if ((is ?? 0) < needed) throw new HoldfastError('default-retention-wrong', { wanted, needed, is });
}
