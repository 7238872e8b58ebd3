import type { VaultVersion } from '../../vault/vault-version.ts';
import { enterBucket } from '../enter-bucket.ts';
import type { S3Answer, S3Call } from '../s3-call.ts';
import { S3Refusal } from '../s3-refusal.ts';
import type { XmlNode } from '../xml/xml-writer.ts';
import { xmlDocument } from '../xml/xml-writer.ts';
import type { PageRequest } from './page-request.ts';
import { readPageRequest } from './page-request.ts';

/** All versions and markers in byte order of their names, newest first within one. */
export function listObjectVersions(call: S3Call): S3Answer {
  const { query, vault } = call;
  const page = readPageRequest(query, 'max-keys');
  const keyMarker = query.get('key-marker') ?? '';
  const versionIdMarker = query.get('version-id-marker') ?? '';
  if (keyMarker === '' && versionIdMarker !== '') {
    throw new S3Refusal('InvalidArgument', 'A version-id marker cannot be specified without a key marker.');
  }
  const bucket = enterBucket(call, ['listFiles'], page.prefix);
  const { entries, next } = vault.listVersions(bucket.bucketId, {
    prefix: page.prefix,
    delimiter: page.delimiter,
    max: page.max,
    ...(keyMarker === ''
      ? {}
      : { from: { name: keyMarker, fileId: versionIdMarker || undefined, after: true } }),
  });
  const last = entries.at(-1);
  const truncated = next !== null && last !== undefined;
  const versions: readonly XmlNode[] = entries.map((entry) =>
    entry.kind === 'folder'
      ? ['CommonPrefixes', [['Prefix', page.encode(entry.prefix)]]]
      : versionNode(entry.version, page),
  );
  return {
    status: 200,
    body: xmlDocument('ListVersionsResult', [
      ['Name', bucket.name],
      ['Prefix', page.encode(page.prefix)],
      ['KeyMarker', page.encode(keyMarker)],
      ['VersionIdMarker', versionIdMarker],
      ['Delimiter', page.delimiter === '' ? undefined : page.encode(page.delimiter)],
      ['MaxKeys', page.max],
      ['EncodingType', page.encodingType],
      ['IsTruncated', truncated],
      ...(truncated ? nextMarkers(last, page) : []),
      ...versions,
    ]),
  };
}

function nextMarkers(
  last: { kind: 'folder'; prefix: string } | { kind: 'version'; version: VaultVersion },
  page: PageRequest,
): readonly XmlNode[] {
  if (last.kind === 'folder') return [['NextKeyMarker', page.encode(last.prefix)]];
  return [
    ['NextKeyMarker', page.encode(last.version.name)],
    ['NextVersionIdMarker', last.version.fileId],
  ];
}

function versionNode(version: VaultVersion, page: PageRequest): XmlNode {
  const common: readonly XmlNode[] = [
    ['Key', page.encode(version.name)],
    ['VersionId', version.fileId],
    ['IsLatest', version.latest],
    ['LastModified', new Date(version.uploadedAt).toISOString()],
  ];
  if (version.action === 'hide') return ['DeleteMarker', common];
  return [
    'Version',
    [...common, ['ETag', `"${version.etag}"`], ['Size', version.size], ['StorageClass', 'STANDARD']],
  ];
}
