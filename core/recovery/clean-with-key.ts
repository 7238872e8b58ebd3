import { connectStore, type StoreCredentials } from '../storage/connect-store.ts';
import { withMeter, type Meter } from '../storage/decorators/meter.ts';
import { withRetry } from '../storage/decorators/retry.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { mayLengthen } from './clean-key.ts';
import { clean, type Cleaned, type CleanRequest } from './clean.ts';
import type { Recovery, RecoveryRequest } from './connect-recovery.ts';

export type CleanWithKeyRequest = Omit<CleanRequest, 'recovery' | 'maintenance' | 'lengthen'> & {
  readonly recovery: Recovery;
  /** As the recovery was opened: its key may perhaps lengthen locks. */
  readonly opened: Pick<RecoveryRequest, 'kit' | 'storageKey'>;
  /** Typed in for this one run. */
  readonly maintenanceKey: StoreCredentials;
  /** Told of each store that may write, before anything goes through it. */
  readonly onMeter?: (meter: Meter) => void;
};

/** Connects with each key that there is, cleans, and lets go of them. @throws as `clean` and `connectStore` */
export async function cleanWithKey({
  opened,
  maintenanceKey,
  onMeter,
  ...request
}: CleanWithKeyRequest): Promise<Cleaned> {
  const { world } = request;
  const closers: (() => Promise<void>)[] = [];
  const connect = async (key: StoreCredentials): Promise<ObjectStore> => {
    const bare = await connectStore(opened.kit.store, key, world);
    closers.push(() => bare.close());
    const { store, meter } = withMeter(bare);
    onMeter?.(meter);
    return withRetry(store, world);
  };
  try {
    const maintenance = await connect(maintenanceKey);
    const lengthen: ObjectStore[] = [];
    for (const store of [maintenance, await connect(opened.storageKey)])
      if (await mayLengthen(store)) lengthen.push(store);
    return await clean({ ...request, maintenance, lengthen });
  } finally {
    for (const close of closers) await close();
  }
}
