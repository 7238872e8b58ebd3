import type { VaultBucket } from '../vault/vault-bucket.ts';
import type { VaultKey } from '../vault/vault-key.ts';
import type { Vault } from '../vault/vault.ts';

/** A bucket as a call shows it to this key: what it may not read is wrapped as unreadable. */
export function bucketJson(bucket: VaultBucket, key: VaultKey, vault: Vault): unknown {
  const readable = <T>(capability: string, value: T): unknown =>
    key.capabilities.includes(capability)
      ? { isClientAuthorizedToRead: true, value }
      : { isClientAuthorizedToRead: false, value: null };
  return {
    accountId: vault.accountId,
    bucketId: bucket.bucketId,
    bucketInfo: bucket.info,
    bucketName: bucket.name,
    bucketType: bucket.type,
    corsRules: bucket.corsRules,
    defaultServerSideEncryption: readable('readBucketEncryption', { algorithm: null, mode: null }),
    fileLockConfiguration: readable('readBucketRetentions', {
      defaultRetention: bucket.defaultRetention ?? { mode: null, period: null },
      isFileLockEnabled: bucket.lockEnabled,
    }),
    lifecycleRules: bucket.lifecycleRules,
    options: ['s3'],
    replicationConfiguration: readable('readBucketReplications', null),
    revision: bucket.revision,
  };
}
