import type { IncomingHttpHeaders } from 'node:http';
import { S3Refusal } from '../s3-refusal.ts';
import { headerText } from '../signature/signed-request.ts';

/** Headers that S3 keeps beside the type, and B2's names for them in fileInfo. */
const kept = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
] as const;
const userPrefix = 'x-amz-meta-';

export type ObjectMetadata = {
  readonly contentType: string;
  readonly info: Readonly<Record<string, string>>;
};

/** What a PUT, a copy or a multipart upload says about its object: type, kept headers, user metadata. */
export function readMetadata(headers: IncomingHttpHeaders): ObjectMetadata {
  const info: Record<string, string> = {};
  for (const name of kept) {
    const value = name === 'content-encoding' ? withoutAwsChunked(headers) : headerText(headers, name);
    if (value !== '') info[`b2-${name}`] = decodeHeader(value);
  }
  for (const name of Object.keys(headers)) {
    if (!name.startsWith(userPrefix)) continue;
    const own = name.slice(userPrefix.length);
    if (own === '') throw new S3Refusal('InvalidArgument', 'A metadata header has no name');
    info[own] = decodeHeader(headerText(headers, name));
  }
  return { contentType: headerText(headers, 'content-type') || 'application/octet-stream', info };
}

/** The same as response headers. */
export function metadataHeaders(metadata: ObjectMetadata): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': metadata.contentType };
  for (const [name, value] of Object.entries(metadata.info)) {
    const standard = kept.find((header) => name === `b2-${header}`);
    headers[standard ?? `${userPrefix}${name}`] = encodeHeader(value);
  }
  return headers;
}

/** aws-chunked says how the body travelled, not what the object is. */
function withoutAwsChunked(headers: IncomingHttpHeaders): string {
  return headerText(headers, 'content-encoding')
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding.toLowerCase() !== 'aws-chunked')
    .join(',');
}

/** Node gives header bytes as latin1; clients send UTF-8. What is no UTF-8 stays as it came. */
function decodeHeader(value: string): string {
  if (!/[\u0080-\u00ff]/.test(value)) return value;
  const bytes = Buffer.from(value, 'latin1');
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : value;
}

function encodeHeader(value: string): string {
  // Values that came through the other API may hold what no header can carry.
  // oxlint-disable-next-line no-control-regex
  return Buffer.from(value.replaceAll(/[\u0000-\u0008\u000a-\u001f\u007f]/g, ' '), 'utf8').toString('latin1');
}
