import { enterBucket } from '../enter-bucket.ts';
import { readCopyRange } from '../objects/byte-range.ts';
import { findCopySource } from '../objects/copy-source.ts';
import { receiveContent } from '../objects/receive-content.ts';
import { checksumHeaders, storeChecksum } from '../objects/stored-checksum.ts';
import { readPayloadClaims } from '../payload/payload-claims.ts';
import type { S3Answer, S3Call } from '../s3-call.ts';
import { S3Refusal } from '../s3-refusal.ts';
import { headerText } from '../signature/signed-request.ts';
import { xmlDocument } from '../xml/xml-writer.ts';
import { findUpload } from './find-upload.ts';

const maxPartNumber = 10_000;

export async function uploadPart(call: S3Call): Promise<S3Answer> {
  const bucket = enterBucket(call, ['writeFiles'], call.name);
  const partNumber = readPartNumber(call);
  const upload = findUpload(call, bucket);
  const claims = readPayloadClaims(call.headers, call.signature.payloadHash);
  const { content, checksum } = await receiveContent(call, claims);
  const part = call.vault.addPart(upload.fileId, partNumber, content);
  return {
    status: 200,
    headers: {
      etag: `"${part.md5}"`,
      ...checksumHeaders(storeChecksum(claims.checksum?.algorithm, checksum)),
    },
  };
}

export async function uploadPartCopy(call: S3Call): Promise<S3Answer> {
  const bucket = enterBucket(call, ['writeFiles'], call.name);
  const partNumber = readPartNumber(call);
  const upload = findUpload(call, bucket);
  const source = findCopySource(call);
  const range = readCopyRange(headerText(call.headers, 'x-amz-copy-source-range'), source.size);
  const content = await call.vault.copyContent(source, range ?? { start: 0, end: source.size });
  const part = call.vault.addPart(upload.fileId, partNumber, content);
  return {
    status: 200,
    headers: { 'x-amz-copy-source-version-id': source.fileId },
    body: xmlDocument('CopyPartResult', [
      ['LastModified', new Date(part.uploadedAt).toISOString()],
      ['ETag', `"${part.md5}"`],
    ]),
  };
}

/** Refused before the body is read. */
function readPartNumber(call: S3Call): number {
  const text = call.query.get('partNumber') ?? '';
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= maxPartNumber) return number;
  throw new S3Refusal('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
}
