import type { ListEntry, VaultVersion } from '../vault/vault-version.ts';
import type { B2Request } from './b2-request.ts';

/** A version as calls show it to this key. Markers have no lock fields; v1 shows none at all. */
export function fileJson(version: VaultVersion, request: B2Request): Record<string, unknown> {
  const { action } = version;
  const isFile = action === 'upload';
  return {
    accountId: request.vault.accountId,
    action,
    bucketId: version.bucketId,
    contentLength: version.size,
    contentMd5: version.md5,
    contentSha1: isFile ? contentSha1(version) : null,
    contentType: version.contentType,
    fileId: version.fileId,
    fileInfo: version.info,
    fileName: version.name,
    ...(request.apiVersion >= 2 && action !== 'hide' ? lockFields(version, request) : {}),
    // v1's name for contentLength; rclone reads this one.
    ...(request.apiVersion === 1 ? { size: version.size } : {}),
    uploadTimestamp: version.uploadedAt,
  };
}

export function entryJson(entry: ListEntry, request: B2Request, bucketId: string): unknown {
  if (entry.kind === 'version') return fileJson(entry.version, request);
  return {
    accountId: request.vault.accountId,
    action: 'folder',
    bucketId,
    contentLength: 0,
    contentMd5: null,
    contentSha1: null,
    contentType: null,
    fileId: null,
    fileInfo: {},
    fileName: entry.prefix,
    uploadTimestamp: 0,
  };
}

/** "none" for large files; a body whose sender did not say its hash is "unverified:". */
export function contentSha1(version: VaultVersion): string {
  if (version.sha1 === null) return 'none';
  return version.extra['sha1'] === 'unverified' ? `unverified:${version.sha1}` : version.sha1;
}

function lockFields(version: VaultVersion, { key }: B2Request): Record<string, unknown> {
  const { retention } = version;
  return {
    fileRetention: key.capabilities.includes('readFileRetentions')
      ? { isClientAuthorizedToRead: true, value: retentionJson(retention) }
      : { isClientAuthorizedToRead: false, value: null },
    legalHold: key.capabilities.includes('readFileLegalHolds')
      ? { isClientAuthorizedToRead: true, value: legalHoldJson(version.legalHold) }
      : { isClientAuthorizedToRead: false, value: null },
    replicationStatus: null,
    serverSideEncryption: { algorithm: null, mode: null },
  };
}

export function retentionJson(retention: VaultVersion['retention']): unknown {
  return { mode: retention?.mode ?? null, retainUntilTimestamp: retention?.until ?? null };
}

export function legalHoldJson(hold: boolean | null): 'on' | 'off' | null {
  if (hold === null) return null;
  return hold ? 'on' : 'off';
}
