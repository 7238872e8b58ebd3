import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { ObjectStore } from '../object-store.ts';
import { operationWords, type StoreOperation } from '../operation.ts';
import { ForwardingStore } from './forwarding-store.ts';

const reading: ReadonlySet<StoreOperation> = new Set([
  'get',
  'head',
  'listVersions',
  'keyCapabilities',
  'bucketState',
  'providerClock',
]);

/** A store that can read and lengthen locks; whatever else would change something throws `read-only` before any call. */
export function asLengtheningOnly(store: ObjectStore): ObjectStore {
  return new LengtheningStore(store);
}

class LengtheningStore extends ForwardingStore {
  protected override around<T>(operation: StoreOperation, call: () => Promise<T>): Promise<T> {
    if (reading.has(operation) || operation === 'renew') return call();
    return Promise.reject(new HoldfastError('read-only', { operation: operationWords[operation] }));
  }
}
