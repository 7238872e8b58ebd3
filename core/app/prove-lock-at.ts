import { connectStore } from '../storage/connect-store.ts';
import { withRetry } from '../storage/decorators/retry.ts';
import type { World } from '../system/world.ts';
import type { Proof } from '../upkeep/proof.ts';
import { proveLock } from '../upkeep/prove-lock.ts';
import type { StorageKey } from './secrets/secrets.ts';
import type { StoragePlace } from './storage-place.ts';

/**
 * The lock half of the proof with a key that is used here and kept nowhere.
 * @param options.canaryMs how long the test objects are locked; it takes a little longer
 * @throws key-invalid, bucket-missing, clocks-differ, network-unreachable, …
 */
export async function proveLockAt(
  { store: settings, prefix }: StoragePlace,
  key: StorageKey,
  options: { readonly world: World; readonly canaryMs: number; readonly signal?: AbortSignal | undefined },
): Promise<Proof> {
  const bare = await connectStore(settings, key, options.world);
  try {
    return await proveLock({ ...options, store: withRetry(bare, options.world), prefix });
  } finally {
    await bare.close();
  }
}
