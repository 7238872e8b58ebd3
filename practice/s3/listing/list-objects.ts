import type { ListEntry, ListPage, VaultVersion } from '../../vault/vault-version.ts';
import { enterBucket } from '../enter-bucket.ts';
import type { S3Answer, S3Call } from '../s3-call.ts';
import { S3Refusal } from '../s3-refusal.ts';
import type { XmlNode } from '../xml/xml-writer.ts';
import { xmlDocument } from '../xml/xml-writer.ts';
import type { PageRequest } from './page-request.ts';
import { readPageRequest } from './page-request.ts';

export function listObjects(call: S3Call): S3Answer {
  const page = readPageRequest(call.query, 'max-keys');
  const marker = call.query.get('marker') ?? '';
  const { found, bucketName } = find(call, page, marker);
  const last = found.entries.at(-1);
  const truncated = found.next !== null && last !== undefined;
  return {
    status: 200,
    body: xmlDocument('ListBucketResult', [
      ...head(bucketName, page, truncated),
      ['Marker', page.encode(marker)],
      ['NextMarker', truncated ? page.encode(markerOf(last)) : undefined],
      ...contents(found.entries, page, call.vault.accountId),
    ]),
  };
}

export function listObjectsV2(call: S3Call): S3Answer {
  const { query, vault } = call;
  const page = readPageRequest(query, 'max-keys');
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after') ?? '';
  const { found, bucketName } = find(call, page, token === undefined ? startAfter : readToken(token));
  const last = found.entries.at(-1);
  const truncated = found.next !== null && last !== undefined;
  const owner = query.get('fetch-owner') === 'true' ? vault.accountId : undefined;
  return {
    status: 200,
    body: xmlDocument('ListBucketResult', [
      ...head(bucketName, page, truncated),
      ['KeyCount', found.entries.length],
      ['ContinuationToken', token],
      ['NextContinuationToken', truncated ? writeToken(markerOf(last)) : undefined],
      ['StartAfter', startAfter === '' ? undefined : page.encode(startAfter)],
      ...contents(found.entries, page, owner),
    ]),
  };
}

function find(call: S3Call, page: PageRequest, after: string): { found: ListPage; bucketName: string } {
  const bucket = enterBucket(call, ['listFiles'], page.prefix);
  const found = call.vault.listNames(bucket.bucketId, {
    prefix: page.prefix,
    delimiter: page.delimiter,
    max: page.max,
    ...(after === '' ? {} : { from: { name: after, after: true } }),
  });
  return { found, bucketName: bucket.name };
}

function head(bucketName: string, page: PageRequest, truncated: boolean): readonly XmlNode[] {
  return [
    ['Name', bucketName],
    ['Prefix', page.encode(page.prefix)],
    ['Delimiter', page.delimiter === '' ? undefined : page.encode(page.delimiter)],
    ['MaxKeys', page.max],
    ['EncodingType', page.encodingType],
    ['IsTruncated', truncated],
  ];
}

function contents(
  entries: readonly ListEntry[],
  page: PageRequest,
  owner: string | undefined,
): readonly XmlNode[] {
  return entries.map((entry) =>
    entry.kind === 'folder'
      ? ['CommonPrefixes', [['Prefix', page.encode(entry.prefix)]]]
      : ['Contents', content(entry.version, page, owner)],
  );
}

function content(version: VaultVersion, page: PageRequest, owner: string | undefined): readonly XmlNode[] {
  return [
    ['Key', page.encode(version.name)],
    ['LastModified', new Date(version.uploadedAt).toISOString()],
    ['ETag', `"${version.etag}"`],
    ['Size', version.size],
    ['Owner', owner === undefined ? undefined : [['ID', owner]]],
    ['StorageClass', 'STANDARD'],
  ];
}

function markerOf(entry: ListEntry): string {
  return entry.kind === 'folder' ? entry.prefix : entry.version.name;
}

function writeToken(name: string): string {
  return Buffer.from(name).toString('base64url');
}

function readToken(token: string): string {
  const name = Buffer.from(token, 'base64url').toString('utf8');
  if (writeToken(name) === token && name !== '') return name;
  throw new S3Refusal('InvalidArgument', 'The continuation token provided is incorrect');
}
