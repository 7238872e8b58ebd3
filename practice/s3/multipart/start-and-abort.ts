import { enterBucket } from '../enter-bucket.ts';
import { readLockHeaders } from '../objects/lock-headers.ts';
import { readMetadata } from '../objects/object-metadata.ts';
import type { S3Answer, S3Call } from '../s3-call.ts';
import { xmlDocument } from '../xml/xml-writer.ts';
import { findUpload } from './find-upload.ts';
import { refuseUnsupportedHeaders } from '../objects/unsupported-headers.ts';

/** Lock and metadata are said here and hold for the finished object; parts carry none. */
export function createMultipartUpload(call: S3Call): S3Answer {
  const bucket = enterBucket(call, ['writeFiles'], call.name);
  refuseUnsupportedHeaders(call.headers);
  const settings = { ...readMetadata(call.headers), ...readLockHeaders(call.headers, call.key) };
  const upload = call.vault.startLarge(bucket.bucketId, call.name, settings);
  return {
    status: 200,
    body: xmlDocument('InitiateMultipartUploadResult', [
      ['Bucket', bucket.name],
      ['Key', call.name],
      ['UploadId', upload.fileId],
    ]),
  };
}

export function abortMultipartUpload(call: S3Call): S3Answer {
  const bucket = enterBucket(call, ['writeFiles'], call.name);
  call.vault.cancelLarge(findUpload(call, bucket).fileId);
  return { status: 204 };
}
