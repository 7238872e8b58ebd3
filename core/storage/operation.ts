import type { ObjectStore } from './object-store.ts';

/** One kind of call to a provider; for listings: one page. */
export type StoreOperation = Exclude<keyof ObjectStore, 'kind' | 'bucket' | 'listsLocks' | 'close'>;

/** For the sentence "The storage key may not …". */
export const operationWords = {
  put: 'upload objects with a lock',
  get: 'read objects',
  head: 'read the state of objects',
  listVersions: 'list object versions',
  renew: 'lengthen locks',
  setLegalHold: 'set legal holds',
  hide: 'hide objects',
  deleteVersion: 'delete object versions',
  deleteVersions: 'delete object versions',
  replaceLock: 'change this lock',
  keyCapabilities: 'tell what it may do',
  bucketState: 'read the settings of the bucket',
  providerClock: 'reach the bucket',
} satisfies Record<StoreOperation, string>;
