import type { VaultKey } from '../vault/vault-key.ts';
import type { B2Request } from './b2-request.ts';

/** Without the secret. v4 has a list of buckets where older versions have one or none. */
export function keyJson(key: VaultKey, request: B2Request): Record<string, unknown> {
  return {
    accountId: request.vault.accountId,
    applicationKeyId: key.keyId,
    keyName: key.name,
    capabilities: key.capabilities,
    ...(request.apiVersion >= 4 ? { bucketIds: key.bucketIds } : { bucketId: key.bucketIds?.[0] ?? null }),
    namePrefix: key.namePrefix,
    expirationTimestamp: key.expiresAt,
    options: ['s3'],
  };
}

/** Keys for several buckets exist only for v4. */
export function isShownIn(apiVersion: number, key: VaultKey): boolean {
  return apiVersion >= 4 || key.bucketIds === null || key.bucketIds.length === 1;
}
