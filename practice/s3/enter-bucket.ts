import { mayUse, reaches } from '../vault/access.ts';
import type { VaultBucket } from '../vault/vault-bucket.ts';
import type { VaultKey } from '../vault/vault-key.ts';
import type { S3Call } from './s3-call.ts';
import { S3Refusal } from './s3-refusal.ts';

/**
 * The bucket of a request, once it is clear that the key has one of the capabilities and that bucket and name
 * (or name prefix) lie inside its restrictions. Who may not list buckets is not told which ones exist.
 */
export function enterBucket(
  call: Pick<S3Call, 'vault' | 'key' | 'bucketName'>,
  anyOf: readonly string[],
  name?: string,
): VaultBucket {
  const { vault, key, bucketName } = call;
  requireCapability(key, anyOf);
  const bucket = vault.bucketByName(bucketName);
  if (bucket === undefined) {
    if (key.bucketIds === null && mayUse(key, 'listBuckets')) throw new S3Refusal('NoSuchBucket');
    throw new S3Refusal('AccessDenied', 'Cannot access bucket');
  }
  if (!reaches(key, { bucketId: bucket.bucketId })) {
    throw new S3Refusal('AccessDenied', 'Cannot access bucket');
  }
  if (name !== undefined) requireName(key, name);
  return bucket;
}

export function requireCapability(key: VaultKey, anyOf: readonly string[]): void {
  if (anyOf.some((capability) => mayUse(key, capability))) return;
  throw new S3Refusal('AccessDenied', `not entitled: the key lacks ${anyOf.join(' or ')}`);
}

/** Refuses names (or prefixes of listings) outside the key's prefix. */
export function requireName(key: VaultKey, name: string): void {
  if (reaches(key, { name })) return;
  throw new S3Refusal('AccessDenied', `not entitled: the key is restricted to names under another prefix`);
}
