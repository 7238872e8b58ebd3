import type { VaultBucket } from '../../vault/vault-bucket.ts';
import type { VaultVersion } from '../../vault/vault-version.ts';
import type { S3Call } from '../s3-call.ts';
import { S3Refusal } from '../s3-refusal.ts';

/** The unfinished upload that a request names, which must be of this bucket and name. */
export function findUpload(call: S3Call, bucket: VaultBucket): VaultVersion {
  const upload = call.vault.version(call.query.get('uploadId') ?? '');
  const here = upload?.bucketId === bucket.bucketId && upload.name === call.name && upload.action === 'start';
  if (!here) throw new S3Refusal('NoSuchUpload');
  return upload;
}
