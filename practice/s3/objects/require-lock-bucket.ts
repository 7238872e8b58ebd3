import type { VaultBucket } from '../../vault/vault-bucket.ts';
import { S3Refusal } from '../s3-refusal.ts';

/** Refuses calls about locks in a bucket that has none. */
export function requireLockBucket(bucket: VaultBucket): void {
  if (bucket.lockEnabled) return;
  throw new S3Refusal('InvalidRequest', 'Bucket is missing Object Lock Configuration');
}
