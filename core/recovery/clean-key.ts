import { HoldfastError } from '../errors/holdfast-error.ts';
import type { ObjectStore } from '../storage/object-store.ts';

/** Before anything is looked at, where the provider tells what a key may. @throws key-insufficient */
export async function assertMayDelete(store: ObjectStore): Promise<void> {
  const key = await store.keyCapabilities();
  if (key && !key.capabilities.includes('deleteFiles'))
    throw new HoldfastError('key-insufficient', {
      operation: 'delete markers',
      capability: 'deleteFiles',
    });
}

/** false: this key certainly cannot. */
export async function mayLengthen(store: ObjectStore): Promise<boolean> {
  const key = await store.keyCapabilities();
  return key === undefined || key.capabilities.includes('writeFileRetentions');
}
