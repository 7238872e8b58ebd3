import { openCatalog, type Catalog } from '../catalog/catalog.ts';
import { HoldfastError, isHoldfastError } from '../errors/holdfast-error.ts';
import { ProviderTime } from '../locks/provider-time.ts';
import { openRepository, type Repository } from '../repository/open-repository.ts';
import { connectStore } from '../storage/connect-store.ts';
import { withMeter, type Meter } from '../storage/decorators/meter.ts';
import { withRetry, type RetryOptions } from '../storage/decorators/retry.ts';
import { withUploadLimit } from '../storage/decorators/upload-limit.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { World } from '../system/world.ts';
import { clockWarning } from './clock-warning.ts';
import { lockHome } from './home-lock.ts';
import type { Home } from './home.ts';
import { keyAlarm } from './key-judgement.ts';
import { openPlace } from './secrets/open-place.ts';
import { openWithoutItsObject } from './open-without-its-object.ts';
import type { StorageKey } from './secrets/secrets.ts';
import { readSettings, type Settings } from './settings.ts';
import { placeInWords } from './storage-place.ts';

export type RepositoryInUse = {
  readonly settings: Settings;
  readonly repository: Repository;
  readonly catalog: Catalog;
  readonly meter: Meter;
  /** For people: a clock that differs, a key that can do too much. */
  readonly warnings: readonly string[];
  close(): Promise<void>;
};

export type OpenRequest = {
  readonly home: Home;
  readonly world: World;
  /** Asked only where no keychain holds the master key. */
  readonly passphrase: () => Promise<string>;
  /** Used instead of the stored backup key: a read key, a replaced key. */
  readonly storageKey?: StorageKey | undefined;
  /** Reads only, so a clock that is off by more than a day is shown instead of refused: nothing is locked. */
  readonly readOnly?: boolean;
  /** How long, and until when, a provider that does not answer is asked again. */
  readonly retry?: RetryOptions;
  /** Bytes per second that uploads keep to now; null: as fast as the line is. */
  readonly uploadLimit?: () => number | null;
};

/**
 * Everything a command needs of a home that is set up; the home is this process's alone until `close`.
 * @throws home-missing, home-busy, home-damaged, passphrase-wrong, secret-missing, key-invalid, bucket-missing,
 *   network-unreachable, clocks-differ, repository-missing, format-unknown
 */
export async function openRepositoryForUse(request: OpenRequest): Promise<RepositoryInUse> {
  const { home, world } = request;
  const settings = await readSettings(home);
  const lock = lockHome(home);
  const closers: (() => unknown)[] = [() => lock.release()];
  const close = async (): Promise<void> => {
    const failures: unknown[] = [];
    // One that fails must not keep the home locked.
    for (const one of closers.splice(0).toReversed())
      try {
        await one();
      } catch (error) {
        failures.push(error);
      }
    if (failures.length > 0) throw failures[0];
  };
  try {
    const { masterKey, storageKey } = await readSecrets(request, settings);
    const bare = await connectStore(settings.store, storageKey, world);
    closers.push(() => bare.close());
    // Before the retry decorator: a person at the keyboard wants to hear at once that nobody answers.
    const warnings = await lookAround(bare, request, settings);
    const { store, meter } = withMeter(bare);
    const { uploadLimit } = request;
    const retrying = withRetry(
      uploadLimit ? withUploadLimit(store, uploadLimit, world) : store,
      world,
      request.retry,
    );
    const repository = await openOwn(retrying, settings, masterKey).catch((error: unknown) => {
      if (!request.readOnly) throw error;
      return openWithoutItsObject(error, retrying, settings.prefix, masterKey, settings.repositoryId);
    });
    const catalog = openCatalog(home.catalog, repository.repositoryId);
    closers.push(() => catalog.close());
    return { settings, repository, catalog, meter, warnings, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A repository that this home's key does not open is another one, so ours is not there. */
async function openOwn(store: ObjectStore, settings: Settings, master: Uint8Array): Promise<Repository> {
  const { prefix } = settings;
  try {
    return (await openRepository({ store, prefix, secret: { master } })).repository;
  } catch (error) {
    if (!isHoldfastError(error, 'words-wrong')) throw error;
    throw new HoldfastError('repository-missing', { place: placeInWords(settings) }, { cause: error });
  }
}

async function readSecrets(
  { home, world, passphrase, storageKey }: OpenRequest,
  settings: Settings,
): Promise<{ masterKey: Uint8Array; storageKey: StorageKey }> {
  const { repositoryId } = settings;
  const kept = await openPlace(settings.secrets, { home, repositoryId, passphrase, world }).read();
  if (!kept)
    throw new HoldfastError('home-damaged', {
      home: home.folder,
      reason: `the ${settings.secrets === 'keychain' ? 'keychain' : 'file of sealed secrets'} does not hold the keys any more`,
    });
  return { masterKey: kept.masterKey, storageKey: storageKey ?? kept.backupKey };
}

/** Clock and key, as every start looks at them (design 4 and 5). */
async function lookAround(
  store: ObjectStore,
  { world, readOnly }: OpenRequest,
  { strict, ended }: Settings,
): Promise<readonly string[]> {
  const time = await ProviderTime.ask(store, world);
  if (!readOnly) time.assertMayLock();
  const warnings = [clockWarning(time.skewMs), keyAlarm(await store.keyCapabilities(), strict && !ended)];
  return warnings.filter((warning) => warning !== undefined);
}
