import type { IncomingHttpHeaders } from 'node:http';
import { mayUse } from '../../vault/access.ts';
import type { VaultBucket } from '../../vault/vault-bucket.ts';
import type { VaultKey } from '../../vault/vault-key.ts';
import type { Retention, UploadSettings, VaultVersion } from '../../vault/vault-version.ts';
import { requireCapability } from '../enter-bucket.ts';
import { modeAsS3, readIsoDate, readMode } from '../lock-mode.ts';
import type { PayloadClaims } from '../payload/payload-claims.ts';
import { S3Refusal } from '../s3-refusal.ts';
import { headerText } from '../signature/signed-request.ts';

export type LockSettings = Pick<UploadSettings, 'retention' | 'legalHold'>;

/** The lock that an upload asks for, if the key may ask. */
export function readLockHeaders(headers: IncomingHttpHeaders, key: VaultKey): LockSettings {
  const retention = readRetention(headers);
  const legalHold = readLegalHold(headers);
  if (retention !== undefined) requireCapability(key, ['writeFileRetentions']);
  if (legalHold !== undefined) requireCapability(key, ['writeFileLegalHolds']);
  return { retention, legalHold };
}

function readRetention(headers: IncomingHttpHeaders): Retention | undefined {
  const modeText = headerText(headers, 'x-amz-object-lock-mode');
  const dateText = headerText(headers, 'x-amz-object-lock-retain-until-date');
  if (modeText === '' && dateText === '') return undefined;
  if (modeText === '' || dateText === '') {
    throw new S3Refusal(
      'InvalidArgument',
      'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
    );
  }
  const mode = readMode(modeText);
  if (mode === undefined) throw new S3Refusal('InvalidArgument', 'Unknown wormMode directive.');
  const until = readIsoDate(dateText);
  if (until === undefined) {
    throw new S3Refusal('InvalidArgument', 'The retain until date must be provided in ISO 8601 format');
  }
  return { mode, until };
}

function readLegalHold(headers: IncomingHttpHeaders): boolean | undefined {
  const text = headerText(headers, 'x-amz-object-lock-legal-hold');
  if (text === '') return undefined;
  if (text !== 'ON' && text !== 'OFF')
    throw new S3Refusal('InvalidArgument', 'Legal Hold must be either ON or OFF');
  return text === 'ON';
}

/**
 * An upload that will be locked, by its headers or by the bucket's default, must carry a digest, so that
 * nothing damaged on the way is kept for years.
 */
export function requireDigest(bucket: VaultBucket, lock: LockSettings, claims: PayloadClaims): void {
  const locked = lock.retention !== undefined || lock.legalHold === true || bucket.defaultRetention !== null;
  if (!locked || claims.contentMd5 !== undefined || claims.checksum !== undefined) return;
  throw new S3Refusal('InvalidRequest', 'Missing required header for this request: Content-MD5');
}

/** The lock of a version as response headers, as far as the key may read it. */
export function lockResponseHeaders(version: VaultVersion, key: VaultKey): Record<string, string> {
  const headers: Record<string, string> = {};
  if (version.retention !== null && mayUse(key, 'readFileRetentions')) {
    headers['x-amz-object-lock-mode'] = modeAsS3(version.retention.mode);
    headers['x-amz-object-lock-retain-until-date'] = new Date(version.retention.until).toISOString();
  }
  if (version.legalHold && mayUse(key, 'readFileLegalHolds')) {
    headers['x-amz-object-lock-legal-hold'] = 'ON';
  }
  return headers;
}

/** Whether the request asks to bypass governance; refuses where the key may not. */
export function readBypass(headers: IncomingHttpHeaders, key: VaultKey): boolean {
  if (headerText(headers, 'x-amz-bypass-governance-retention').toLowerCase() !== 'true') return false;
  requireCapability(key, ['bypassGovernance']);
  return true;
}
