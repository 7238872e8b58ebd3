import type { Meter } from '../storage/decorators/meter.ts';
import type { StoreOperation } from '../storage/operation.ts';

/** Everything that could have changed the bucket; a new kind of call is a type error here until somebody decides. */
const isWrite: Readonly<Record<StoreOperation, boolean>> = {
  put: true,
  renew: true,
  setLegalHold: true,
  hide: true,
  deleteVersion: true,
  deleteVersions: true,
  replaceLock: true,
  get: false,
  head: false,
  listVersions: false,
  keyCapabilities: false,
  bucketState: false,
  providerClock: false,
};

/** How many calls went out that could change the bucket. */
export function writesMade(meter: Meter): number {
  const { calls } = meter.snapshot();
  return (Object.keys(isWrite) as StoreOperation[]).reduce(
    (sum, kind) => sum + (isWrite[kind] ? calls[kind] : 0),
    0,
  );
}
