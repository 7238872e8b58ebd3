import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { ObjectStore } from '../object-store.ts';
import { operationWords, type StoreOperation } from '../operation.ts';
import { ForwardingStore } from './forwarding-store.ts';

const writing: ReadonlySet<StoreOperation> = new Set([
  'put',
  'renew',
  'setLegalHold',
  'hide',
  'deleteVersion',
  'deleteVersions',
  'replaceLock',
]);

/** A store that cannot change anything: what would, throws `read-only` before any call. */
export function asReadOnly(store: ObjectStore): ObjectStore {
  return new ReadOnlyStore(store);
}

class ReadOnlyStore extends ForwardingStore {
  protected override around<T>(operation: StoreOperation, call: () => Promise<T>): Promise<T> {
    if (writing.has(operation))
      return Promise.reject(new HoldfastError('read-only', { operation: operationWords[operation] }));
    return call();
  }
}
