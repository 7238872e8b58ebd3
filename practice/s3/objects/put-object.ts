import { enterBucket } from '../enter-bucket.ts';
import { readPayloadClaims } from '../payload/payload-claims.ts';
import type { S3Answer, S3Call } from '../s3-call.ts';
import { checkWriteConditions } from './conditions.ts';
import { readLockHeaders, requireDigest } from './lock-headers.ts';
import { readMetadata } from './object-metadata.ts';
import { receiveContent } from './receive-content.ts';
import { checksumHeaders, storeChecksum } from './stored-checksum.ts';
import { refuseUnsupportedHeaders } from './unsupported-headers.ts';

export async function putObject(call: S3Call): Promise<S3Answer> {
  const { vault, headers, name } = call;
  const bucket = enterBucket(call, ['writeFiles'], name);
  refuseUnsupportedHeaders(headers);
  const claims = readPayloadClaims(headers, call.signature.payloadHash);
  const lock = readLockHeaders(headers, call.key);
  const settings = { ...readMetadata(headers), ...lock };
  requireDigest(bucket, lock, claims);
  vault.checkUpload(bucket.bucketId, name, settings);
  const condition = () => checkWriteConditions(headers, () => vault.latest(bucket.bucketId, name));
  condition();
  const { content, checksum } = await receiveContent(call, claims);
  try {
    // Again: somebody else may have written the name while this body arrived.
    condition();
  } catch (refusal) {
    vault.discard(content);
    throw refusal;
  }
  const extra = storeChecksum(claims.checksum?.algorithm, checksum);
  const version = vault.commitUpload(bucket.bucketId, name, content, { ...settings, extra });
  return {
    status: 200,
    headers: { etag: `"${version.etag}"`, 'x-amz-version-id': version.fileId, ...checksumHeaders(extra) },
  };
}
