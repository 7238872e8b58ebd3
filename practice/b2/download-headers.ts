import type { OutgoingHttpHeaders } from 'node:http';
import type { VaultKey } from '../vault/vault-key.ts';
import type { VaultVersion } from '../vault/vault-version.ts';
import { contentSha1, legalHoldJson } from './file-json.ts';
import { encodeFileName } from './file-name.ts';

/** @param key undefined: nobody in particular (public bucket): locks are not shown */
export function downloadHeaders(
  version: VaultVersion,
  key: VaultKey | undefined,
  lockBucket: boolean,
): OutgoingHttpHeaders {
  return {
    'accept-ranges': 'bytes',
    'content-type': version.contentType,
    'x-bz-content-sha1': contentSha1(version),
    'x-bz-file-id': version.fileId,
    'x-bz-file-name': encodeFileName(version.name),
    'x-bz-upload-timestamp': version.uploadedAt,
    ...Object.fromEntries(
      Object.entries(version.info).map(([name, value]) => [`x-bz-info-${name}`, encodeFileName(value)]),
    ),
    ...(lockBucket ? lockHeaders(version, key) : {}),
  };
}

const retentionNames = ['x-bz-file-retention-mode', 'x-bz-file-retention-retain-until-timestamp'] as const;
const holdName = 'x-bz-file-legal-hold';

function lockHeaders(version: VaultVersion, key: VaultKey | undefined): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  const hidden: string[] = [];
  if (key?.capabilities.includes('readFileRetentions') !== true) hidden.push(...retentionNames);
  else if (version.retention !== null) {
    headers[retentionNames[0]] = version.retention.mode;
    headers[retentionNames[1]] = version.retention.until;
  }
  if (key?.capabilities.includes('readFileLegalHolds') !== true) hidden.push(holdName);
  else if (version.legalHold !== null) headers[holdName] = legalHoldJson(version.legalHold) ?? '';
  if (hidden.length > 0) headers['x-bz-client-unauthorized-to-read'] = hidden.join(',');
  return headers;
}
