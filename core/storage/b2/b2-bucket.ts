import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { BucketState } from '../object-store.ts';
import { bucketList, type B2Bucket } from './b2-answers.ts';
import type { B2Control } from './b2-control.ts';

/** @throws bucket-missing where the key sees no such bucket */
export async function readBucket(control: B2Control, name: string): Promise<B2Bucket> {
  const bucket = await findBucket(control, name);
  if (bucket === undefined) throw new HoldfastError('bucket-missing', { bucket: name });
  return bucket;
}

export async function findBucket(control: B2Control, name: string): Promise<B2Bucket | undefined> {
  const { allowed } = await control.authorize();
  // A key for one bucket that asks for another gets a 401, which says nothing useful.
  const own = allowed.bucketName ?? undefined;
  if (own !== undefined && own !== name) return undefined;
  const { buckets } = await control.call(
    bucketList,
    { operation: 'bucketState', bucket: name },
    (b2, axios) => b2.getBucket({ bucketName: name, ...axios }),
  );
  return buckets.find((bucket) => bucket.bucketName === name);
}

/** @throws key-insufficient where the key may not read the lock settings */
export function readB2BucketState(bucket: B2Bucket): BucketState {
  const lock = bucket.fileLockConfiguration;
  if (lock?.isClientAuthorizedToRead !== true)
    throw new HoldfastError('key-insufficient', {
      operation: 'read the lock settings of the bucket',
      capability: 'readBucketRetentions',
    });
  const period = lock.value?.defaultRetention?.period;
  return {
    lockEnabled: lock.value?.isFileLockEnabled === true,
    // B2 keeps versions in every bucket.
    versioning: true,
    defaultRetentionDays:
      period === null || period === undefined ? null : period.duration * (period.unit === 'years' ? 365 : 1),
    lifecycle: bucket.lifecycleRules,
  };
}
