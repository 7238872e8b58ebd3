import { rm } from 'node:fs/promises';
import { openCatalog } from '../../catalog/catalog.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { boundsFor, RoundBudget } from '../../guard/guard-bounds.ts';
import { assertGuardKey } from '../../guard/guard-key.ts';
import { listCleartexts } from '../../guard/list-cleartexts.ts';
import { SnapshotMemory } from '../../guard/snapshot-memory.ts';
import { ProviderTime } from '../../locks/provider-time.ts';
import { connectStore } from '../../storage/connect-store.ts';
import type { World } from '../../system/world.ts';
import { clockWarning } from '../clock-warning.ts';
import type { Home } from '../home.ts';
import { makeNewHome } from '../new-home.ts';
import type { StoragePlace } from '../storage-place.ts';
import { eraseGuardSecrets, keepGuardSecrets, type GuardSecrets } from './guard-secrets.ts';
import { checkGuardSettings, writeGuardSettings, type GuardSettings } from './guard-settings.ts';
import { tryGuardKey } from './try-guard-key.ts';

export type GuardSetUp = {
  readonly home: Home;
  readonly world: World;
  readonly place: StoragePlace;
  readonly settings: Omit<GuardSettings, 'version' | 'store' | 'prefix' | 'secrets'>;
  readonly secrets: GuardSecrets;
  readonly passphrase: () => Promise<string>;
  readonly useKeychain: boolean;
  /** false: where no keychain answers, nothing is kept and the environment tells the keys at each start. */
  readonly mayAskPassphrase: boolean;
};

export type GuardSetUpDone = {
  readonly settings: GuardSettings;
  /** Snapshots that the list key authenticates, up to what one look reads. */
  readonly snapshots: number;
  /** For people. */
  readonly warnings: readonly string[];
};

/** Reads so much at most: a look, no round. */
const firstLook = 2_000;

/**
 * Makes a guard on this computer: looks whether the key is one for a guard and whether the list key fits, then keeps what
 * it needs. Writes nothing into the bucket.
 * @throws key-too-powerful, key-insufficient, list-key-wrong, bucket-not-locked, clocks-differ, home-exists, usage, and what
 *   connecting throws
 */
export async function setUpGuard(request: GuardSetUp): Promise<GuardSetUpDone> {
  const { home, world, place, secrets, passphrase } = request;
  const draft = { version: 1, ...place, ...request.settings, secrets: 'environment' };
  const settings = checkGuardSettings(draft);
  const made = await makeNewHome(home);
  try {
    const looked = await lookAround(request);
    const { repositoryId } = settings;
    const kept = { home, repositoryId, passphrase, world, given: {} };
    const kind = await keepGuardSecrets(kept, secrets, request);
    try {
      const final = { ...settings, secrets: kind };
      await writeGuardSettings(home, final);
      made.lock.release();
      return { settings: final, ...looked };
    } catch (error) {
      await eraseGuardSecrets(kind, kept);
      throw error;
    }
  } catch (error) {
    for (const suffix of ['', '-wal', '-shm']) await rm(home.catalog + suffix, { force: true });
    await made.undo();
    throw error;
  }
}

async function lookAround({
  home,
  world,
  place,
  settings,
  secrets,
}: GuardSetUp): Promise<Pick<GuardSetUpDone, 'snapshots' | 'warnings'>> {
  const store = await connectStore(place.store, secrets.renewalKey, world);
  try {
    const time = await ProviderTime.ask(store, world);
    time.assertMayLock();
    if (!(await store.bucketState()).lockEnabled)
      throw new HoldfastError('bucket-not-locked', { bucket: store.bucket });
    const key = await store.keyCapabilities();
    if (key) assertGuardKey(key, store.bucket, place.prefix);
    else await tryGuardKey(store, place.prefix, world);
    const catalog = openCatalog(home.catalog, settings.repositoryId);
    try {
      const { snapshots, foreign, notUnderstood } = await listCleartexts(
        {
          store,
          prefix: place.prefix,
          repositoryId: settings.repositoryId,
          listKey: secrets.listKey,
        },
        new SnapshotMemory(catalog, secrets.listKey),
        new RoundBudget(boundsFor(firstLook)),
        time.now(),
      );
      if (snapshots.length === 0 && notUnderstood === 0 && foreign > 0)
        throw new HoldfastError('list-key-wrong');
      const warnings = [
        clockWarning(time.skewMs),
        snapshots.length === 0
          ? 'There are no snapshots yet, so the list key could not be tried.'
          : undefined,
      ];
      return { snapshots: snapshots.length, warnings: warnings.filter((one) => one !== undefined) };
    } finally {
      catalog.close();
    }
  } finally {
    await store.close();
  }
}
