import { mayUse } from '../../vault/access.ts';
import type { VaultBucket } from '../../vault/vault-bucket.ts';
import type { VaultVersion } from '../../vault/vault-version.ts';
import type { S3Call } from '../s3-call.ts';
import { S3Refusal } from '../s3-refusal.ts';

type Where = Pick<S3Call, 'vault' | 'key'>;

/**
 * The version that a read means: the one asked for, under whatever lies above it, or the newest. Refuses for
 * markers and for what does not exist; who may not list buckets is not told that something is missing.
 */
export function findObject(
  { vault, key }: Where,
  bucket: VaultBucket,
  name: string,
  versionId: string | undefined,
): VaultVersion {
  if (versionId !== undefined) {
    const version = findVersion({ vault }, bucket, name, versionId);
    if (version === undefined) throw missing('NoSuchVersion');
    if (version.action === 'hide') throw new S3Refusal('MethodNotAllowed', undefined, markerHeaders(version));
    return version;
  }
  const latest = vault.latest(bucket.bucketId, name);
  if (latest === undefined) throw missing('NoSuchKey');
  if (latest.action === 'hide') throw missing('NoSuchKey', markerHeaders(latest));
  return latest;

  function missing(
    code: 'NoSuchKey' | 'NoSuchVersion',
    headers: Readonly<Record<string, string>> = {},
  ): S3Refusal {
    if (!mayUse(key, 'listBuckets')) return new S3Refusal('AccessDenied', 'Cannot access bucket');
    return new S3Refusal(code, undefined, headers);
  }
}

/** A finished version or marker of this name, or undefined. */
export function findVersion(
  { vault }: Pick<S3Call, 'vault'>,
  bucket: VaultBucket,
  name: string,
  versionId: string,
): VaultVersion | undefined {
  const version = vault.version(versionId);
  const here = version?.bucketId === bucket.bucketId && version.name === name && version.action !== 'start';
  return here ? version : undefined;
}

function markerHeaders(marker: VaultVersion): Readonly<Record<string, string>> {
  return {
    'x-amz-delete-marker': 'true',
    'x-amz-version-id': marker.fileId,
    'last-modified': new Date(marker.uploadedAt).toUTCString(),
  };
}
