import { fingerprint } from '../crypto/keys.ts';
import { wordsToMaster } from '../crypto/recovery-words.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { ProviderTime } from '../locks/provider-time.ts';
import type { Instant } from '../model/object.ts';
import { repositoryFromKit } from '../repository/open-repository.ts';
import type { Repository } from '../repository/repository.ts';
import { connectStore, type StoreCredentials } from '../storage/connect-store.ts';
import { withMeter, type Meter } from '../storage/decorators/meter.ts';
import { withRetry, type RetryOptions } from '../storage/decorators/retry.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { World } from '../system/world.ts';
import type { RecoveryKit } from './recovery-kit.ts';

/** What of a kit opens a repository. An empty fingerprint: the person typed none. */
export type KitToOpen = Pick<RecoveryKit, 'words' | 'store' | 'prefix' | 'repositoryId' | 'fingerprint'>;

export type RecoveryRequest = {
  readonly kit: KitToOpen;
  readonly storageKey: StoreCredentials;
  readonly world: World;
  /** Ends waits between attempts. */
  readonly signal?: AbortSignal | undefined;
  /** Told before each wait: the line is down, or the provider is busy. */
  readonly onWait?: RetryOptions['onWait'];
};

export type Recovery = {
  /** Nothing secret. */
  readonly place: Omit<KitToOpen, 'words' | 'fingerprint'>;
  readonly repository: Repository;
  /** Counts what really goes out, writes included. */
  readonly meter: Meter;
  readonly time: ProviderTime;
  /** Provider time. */
  now(): Instant;
  /** Provider minus this computer, ms. Only shown: reading does not depend on it. */
  readonly skewMs: number;
  close(): Promise<void>;
};

/**
 * Opens a repository from its kit alone: no home, no catalog, no repository object, no key slot is looked at.
 * @param guard what may be done with the store
 * @throws words-wrong, usage (a repository id that is none), key-invalid, bucket-missing, network-unreachable, …
 */
export async function connectRecovery(
  { kit, storageKey, world, signal, onWait }: RecoveryRequest,
  guard: (store: ObjectStore) => ObjectStore,
): Promise<Recovery> {
  const master = masterOf(kit);
  const bare = await connectStore(kit.store, storageKey, world);
  try {
    const metered = withMeter(bare);
    const options = { ...(signal ? { signal } : {}), ...(onWait ? { onWait } : {}) };
    const store = guard(withRetry(metered.store, world, options));
    const repository = repositoryFromKit(store, kit.prefix, master, kit.repositoryId);
    const time = await ProviderTime.ask(store, world);
    const { store: settings, prefix, repositoryId } = kit;
    return {
      place: { store: settings, prefix, repositoryId },
      repository,
      meter: metered.meter,
      time,
      now: () => time.now(),
      skewMs: time.skewMs,
      close: () => bare.close(),
    };
  } catch (error) {
    await bare.close();
    throw error;
  }
}

function masterOf(kit: KitToOpen): Uint8Array {
  const master = wordsToMaster(kit.words.join(' '));
  const wanted = kit.fingerprint.toLowerCase().replaceAll(/[^0-9a-f]/g, '');
  if (wanted !== '' && fingerprint(master).replaceAll('-', '') !== wanted)
    throw new HoldfastError('words-wrong', {
      reason: `their fingerprint is ${fingerprint(master)}, and the kit says ${kit.fingerprint}`,
    });
  return master;
}
