import type { IncomingHttpHeaders } from 'node:http';
import type { VaultVersion } from '../../vault/vault-version.ts';
import { S3Refusal } from '../s3-refusal.ts';
import { headerText } from '../signature/signed-request.ts';

type Tagged = Pick<VaultVersion, 'etag' | 'uploadedAt'>;

/** Conditions of a read. Refuses with PreconditionFailed or (with the tag, for the answer) NotModified. */
export function checkReadConditions(headers: IncomingHttpHeaders, version: Tagged, prefix = ''): void {
  const ifMatch = headerText(headers, `${prefix}if-match`);
  const ifNoneMatch = headerText(headers, `${prefix}if-none-match`);
  const modifiedSince = dateOf(headers, `${prefix}if-modified-since`);
  const unmodifiedSince = dateOf(headers, `${prefix}if-unmodified-since`);
  // HTTP dates are whole seconds.
  const modified = Math.floor(version.uploadedAt / 1000) * 1000;
  if (ifMatch !== '') {
    if (!matches(ifMatch, version)) throw new S3Refusal('PreconditionFailed');
  } else if (unmodifiedSince !== undefined && modified > unmodifiedSince) {
    throw new S3Refusal('PreconditionFailed');
  }
  const unchanged =
    ifNoneMatch === ''
      ? modifiedSince !== undefined && modified <= modifiedSince
      : matches(ifNoneMatch, version);
  if (!unchanged) return;
  // A copy has no cached answer that could be used instead.
  if (prefix !== '') throw new S3Refusal('PreconditionFailed');
  throw new S3Refusal('NotModified', undefined, {
    etag: `"${version.etag}"`,
    'last-modified': new Date(version.uploadedAt).toUTCString(),
  });
}

/** Conditions of a write. `latest` tells what the name is now: a version, a marker or nothing. */
export function checkWriteConditions(
  headers: IncomingHttpHeaders,
  latest: () => VaultVersion | undefined,
): void {
  const ifMatch = headerText(headers, 'if-match');
  const ifNoneMatch = headerText(headers, 'if-none-match');
  if (ifMatch === '' && ifNoneMatch === '') return;
  const current = latest();
  const present = current?.action === 'upload' ? current : undefined;
  if (ifNoneMatch !== '' && present !== undefined && matches(ifNoneMatch, present)) {
    throw new S3Refusal('PreconditionFailed');
  }
  if (ifMatch === '') return;
  if (present === undefined) throw new S3Refusal('NoSuchKey');
  if (!matches(ifMatch, present)) throw new S3Refusal('PreconditionFailed');
}

function matches(list: string, version: Tagged): boolean {
  return list.split(',').some((part) => {
    const tag = part.trim().replace(/^W\//, '');
    return tag === '*' || tag === version.etag || tag === `"${version.etag}"`;
  });
}

function dateOf(headers: IncomingHttpHeaders, name: string): number | undefined {
  const instant = Date.parse(headerText(headers, name));
  return Number.isNaN(instant) ? undefined : instant;
}
