import { enterBucket } from '../enter-bucket.ts';
import type { S3Answer, S3Call } from '../s3-call.ts';
import { S3Refusal } from '../s3-refusal.ts';
import { headerText } from '../signature/signed-request.ts';
import { xmlDocument } from '../xml/xml-writer.ts';
import { checkWriteConditions } from './conditions.ts';
import { findCopySource } from './copy-source.ts';
import { readLockHeaders } from './lock-headers.ts';
import { readMetadata } from './object-metadata.ts';
import { maxUploadBytes } from './receive-content.ts';
import { refuseUnsupportedHeaders } from './unsupported-headers.ts';

/** The source's lock is never copied: the copy gets what the request says, or the bucket's default. */
export async function copyObject(call: S3Call): Promise<S3Answer> {
  const { vault, headers, name } = call;
  const bucket = enterBucket(call, ['writeFiles'], name);
  refuseUnsupportedHeaders(headers);
  const lock = readLockHeaders(headers, call.key);
  const source = findCopySource(call);
  if (source.size > maxUploadBytes) {
    throw new S3Refusal('InvalidRequest', 'The source is too large for one copy; use UploadPartCopy');
  }
  const metadata = readDirective(headerText(headers, 'x-amz-metadata-directive'))
    ? readMetadata(headers)
    : source;
  const settings = {
    contentType: metadata.contentType,
    info: metadata.info,
    extra: source.extra,
    ...lock,
  };
  vault.checkUpload(bucket.bucketId, name, settings);
  checkWriteConditions(headers, () => vault.latest(bucket.bucketId, name));
  const content = await vault.copyContent(source);
  const version = vault.commitUpload(bucket.bucketId, name, content, settings);
  return {
    status: 200,
    headers: { 'x-amz-version-id': version.fileId, 'x-amz-copy-source-version-id': source.fileId },
    body: xmlDocument('CopyObjectResult', [
      ['LastModified', new Date(version.uploadedAt).toISOString()],
      ['ETag', `"${version.etag}"`],
    ]),
  };
}

/** Whether the metadata of the request replaces that of the source. */
function readDirective(directive: string): boolean {
  if (directive === '' || directive === 'COPY') return false;
  if (directive === 'REPLACE') return true;
  throw new S3Refusal('InvalidArgument', 'Unknown metadata directive.');
}
