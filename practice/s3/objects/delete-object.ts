import type { VaultBucket } from '../../vault/vault-bucket.ts';
import { enterBucket } from '../enter-bucket.ts';
import type { S3Answer, S3Call } from '../s3-call.ts';
import { findVersion } from './find-version.ts';
import { readBypass } from './lock-headers.ts';

export type Deleted = {
  /** The version that is gone, or the marker that came. */
  readonly versionId: string;
  /** Whether that is a marker. */
  readonly marker: boolean;
};

/** Without a version this adds a marker, which a key that may write can always do; with one it destroys. */
export function deleteObject(call: S3Call): S3Answer {
  const versionId = call.query.get('versionId');
  const capability = versionId === undefined ? 'writeFiles' : 'deleteFiles';
  const bucket = enterBucket(call, [capability], call.name);
  const bypass = readBypass(call.headers, call.key);
  const deleted = deleteOne(call, bucket, call.name, versionId, bypass);
  const headers: Record<string, string> = { 'x-amz-version-id': deleted.versionId };
  if (deleted.marker) headers['x-amz-delete-marker'] = 'true';
  return { status: 204, headers };
}

/** A version that does not exist counts as deleted, as on S3. */
export function deleteOne(
  call: Pick<S3Call, 'vault' | 'key'>,
  bucket: VaultBucket,
  name: string,
  versionId: string | undefined,
  bypass: boolean,
): Deleted {
  const { vault, key } = call;
  if (versionId === undefined) {
    return { versionId: vault.hide(bucket.bucketId, name, { always: true }).fileId, marker: true };
  }
  const version = findVersion(call, bucket, name, versionId);
  if (version === undefined) return { versionId, marker: false };
  vault.deleteVersion(version.fileId, { bypass, key });
  return { versionId, marker: version.action === 'hide' };
}
