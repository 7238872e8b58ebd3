import { enterBucket } from '../enter-bucket.ts';
import { checkWriteConditions } from '../objects/conditions.ts';
import { readXmlBody } from '../read-xml-body.ts';
import type { S3Answer, S3Call } from '../s3-call.ts';
import type { XmlElement } from '../xml/xml-reader.ts';
import { childrenOf, malformed, textOf } from '../xml/xml-reader.ts';
import { xmlDocument } from '../xml/xml-writer.ts';
import { findUpload } from './find-upload.ts';

/** Checksums of parts were verified when the parts came; those named here again are not compared. */
export async function completeMultipartUpload(call: S3Call): Promise<S3Answer> {
  const { vault, name } = call;
  const bucket = enterBucket(call, ['writeFiles'], name);
  const upload = findUpload(call, bucket);
  const body = await readXmlBody(call, 'CompleteMultipartUpload');
  const parts = body === undefined ? [] : childrenOf(body, 'Part').map(readPart);
  if (parts.length === 0) throw malformed();
  checkWriteConditions(call.headers, () => vault.latest(bucket.bucketId, name));
  const version = vault.finishLarge(upload.fileId, { parts, minParts: 1 });
  return {
    status: 200,
    headers: { 'x-amz-version-id': version.fileId },
    body: xmlDocument('CompleteMultipartUploadResult', [
      ['Location', `/${bucket.name}/${name}`],
      ['Bucket', bucket.name],
      ['Key', name],
      ['ETag', `"${version.etag}"`],
    ]),
  };
}

function readPart(part: XmlElement): { readonly partNumber: number; readonly etag: string } {
  const partNumber = textOf(part, 'PartNumber') ?? '';
  const etag = textOf(part, 'ETag');
  if (!/^\d{1,5}$/.test(partNumber) || etag === undefined) throw malformed();
  return { partNumber: Number(partNumber), etag: etag.replaceAll('"', '').toLowerCase() };
}
