import { enterBucket } from '../enter-bucket.ts';
import { findUpload } from '../multipart/find-upload.ts';
import type { S3Answer, S3Call } from '../s3-call.ts';
import type { XmlNode } from '../xml/xml-writer.ts';
import { xmlDocument } from '../xml/xml-writer.ts';
import { readCount, readPageRequest } from './page-request.ts';

/** Unfinished multipart uploads (and B2's unfinished large files, which are the same). */
export function listMultipartUploads(call: S3Call): S3Answer {
  const { query, vault } = call;
  const page = readPageRequest(query, 'max-uploads');
  const keyMarker = query.get('key-marker') ?? '';
  const uploadIdMarker = query.get('upload-id-marker') ?? '';
  const bucket = enterBucket(call, ['listFiles'], page.prefix);
  const { entries, next } = vault.listVersions(bucket.bucketId, {
    prefix: page.prefix,
    delimiter: page.delimiter,
    max: page.max,
    unfinished: 'only',
    ...(keyMarker === ''
      ? {}
      : { from: { name: keyMarker, fileId: uploadIdMarker || undefined, after: true } }),
  });
  const last = entries.at(-1);
  const truncated = next !== null && last !== undefined;
  const nextKey = last?.kind === 'folder' ? last.prefix : last?.version.name;
  const uploads: readonly XmlNode[] = entries.map((entry) =>
    entry.kind === 'folder'
      ? ['CommonPrefixes', [['Prefix', page.encode(entry.prefix)]]]
      : [
          'Upload',
          [
            ['Key', page.encode(entry.version.name)],
            ['UploadId', entry.version.fileId],
            ['StorageClass', 'STANDARD'],
            ['Initiated', new Date(entry.version.uploadedAt).toISOString()],
          ],
        ],
  );
  return {
    status: 200,
    body: xmlDocument('ListMultipartUploadsResult', [
      ['Bucket', bucket.name],
      ['Prefix', page.encode(page.prefix)],
      ['KeyMarker', page.encode(keyMarker)],
      ['UploadIdMarker', uploadIdMarker],
      ['NextKeyMarker', truncated && nextKey !== undefined ? page.encode(nextKey) : undefined],
      ['NextUploadIdMarker', truncated && last.kind === 'version' ? last.version.fileId : undefined],
      ['Delimiter', page.delimiter === '' ? undefined : page.encode(page.delimiter)],
      ['MaxUploads', page.max],
      ['EncodingType', page.encodingType],
      ['IsTruncated', truncated],
      ...uploads,
    ]),
  };
}

export function listParts(call: S3Call): S3Answer {
  const { query, vault, name } = call;
  const bucket = enterBucket(call, ['listFiles', 'writeFiles'], name);
  const upload = findUpload(call, bucket);
  const max = readCount(query, 'max-parts', 1000);
  // Part numbers end at 10,000; a marker beyond gives an empty page.
  const marker = readCount(query, 'part-number-marker', 10_000);
  const after = query.has('part-number-marker') ? marker : 0;
  const { parts, nextPart } = vault.listParts(upload.fileId, { startPart: after + 1, max });
  return {
    status: 200,
    body: xmlDocument('ListPartsResult', [
      ['Bucket', bucket.name],
      ['Key', name],
      ['UploadId', upload.fileId],
      ['PartNumberMarker', after],
      ['NextPartNumberMarker', parts.at(-1)?.partNumber],
      ['MaxParts', max],
      ['IsTruncated', nextPart !== null && max > 0],
      ['StorageClass', 'STANDARD'],
      ...parts.map((part): XmlNode => [
        'Part',
        [
          ['PartNumber', part.partNumber],
          ['LastModified', new Date(part.uploadedAt).toISOString()],
          ['ETag', `"${part.md5}"`],
          ['Size', part.size],
        ],
      ]),
    ]),
  };
}
