import type { ByteRange } from '../../../core/model/object.ts';
import type { VaultVersion } from '../../vault/vault-version.ts';
import { enterBucket } from '../enter-bucket.ts';
import type { S3Answer, S3Call } from '../s3-call.ts';
import { S3Refusal } from '../s3-refusal.ts';
import { headerText } from '../signature/signed-request.ts';
import { readRange } from './byte-range.ts';
import { checkReadConditions } from './conditions.ts';
import { findObject } from './find-version.ts';
import { lockResponseHeaders } from './lock-headers.ts';
import { metadataHeaders } from './object-metadata.ts';
import { checksumHeaders } from './stored-checksum.ts';

export function getObject(call: S3Call): S3Answer {
  const { version, range, answer } = describe(call);
  return { ...answer, body: call.vault.readContent(version, range) };
}

export function headObject(call: S3Call): S3Answer {
  return describe(call).answer;
}

type Described = {
  readonly version: VaultVersion;
  readonly range: ByteRange | undefined;
  readonly answer: S3Answer;
};

function describe(call: S3Call): Described {
  const { headers, query, key } = call;
  const bucket = enterBucket(call, ['readFiles'], call.name);
  if (query.has('partNumber'))
    throw new S3Refusal('NotImplemented', 'Reading by part number is not supported');
  const version = findObject(call, bucket, call.name, query.get('versionId'));
  checkReadConditions(headers, version);
  const range = readRange(headerText(headers, 'range'), version.size);
  const out: Record<string, string | number> = {
    ...metadataHeaders(version),
    ...lockResponseHeaders(version, key),
    ...overrides(query),
    etag: `"${version.etag}"`,
    'last-modified': new Date(version.uploadedAt).toUTCString(),
    'x-amz-version-id': version.fileId,
    'accept-ranges': 'bytes',
    'content-length': range === undefined ? version.size : range.end - range.start,
  };
  if (range !== undefined) {
    out['content-range'] = `bytes ${range.start}-${range.end - 1}/${version.size}`;
  } else if (headerText(headers, 'x-amz-checksum-mode').toUpperCase() === 'ENABLED') {
    Object.assign(out, checksumHeaders(version.extra));
  }
  return { version, range, answer: { status: range === undefined ? 200 : 206, headers: out } };
}

/** Presigned URLs may say under which name and type the browser gets the object. */
const overridable = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
] as const;

function overrides(query: ReadonlyMap<string, string>): Record<string, string> {
  const out: Record<string, string> = {};
  for (const name of overridable) {
    const value = query.get(`response-${name}`);
    if (value === undefined) continue;
    if (!/^[\u0020-\u007e]*$/.test(value)) {
      throw new S3Refusal('InvalidArgument', `response-${name} must be printable ASCII`);
    }
    out[name] = value;
  }
  return out;
}
