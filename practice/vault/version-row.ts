import type { RetentionMode } from '../../core/model/object.ts';
import { fileIdOf } from './file-id.ts';
import type { VaultVersion, VersionAction } from './vault-version.ts';

export type VersionRow = {
  readonly seq: number;
  readonly bucket_id: string;
  readonly name: string;
  readonly action: VersionAction;
  readonly size: number;
  readonly sha1: string | null;
  readonly md5: string | null;
  readonly etag: string;
  readonly content_type: string;
  readonly info: string;
  readonly extra: string;
  readonly uploaded_at: number;
  readonly retain_mode: RetentionMode | null;
  readonly retain_until: number | null;
  readonly legal_hold: number | null;
  readonly superseded_at: number | null;
  readonly pieces: string;
};

const none: Readonly<Record<string, string>> = Object.freeze({});

export function toVersion(row: VersionRow): VaultVersion {
  return {
    fileId: fileIdOf(row.bucket_id, row.seq, row.uploaded_at),
    bucketId: row.bucket_id,
    name: row.name,
    action: row.action,
    size: row.size,
    sha1: row.sha1,
    md5: row.md5,
    etag: row.etag,
    contentType: row.content_type,
    info: toRecord(row.info),
    extra: toRecord(row.extra),
    uploadedAt: row.uploaded_at,
    retention:
      row.retain_mode === null || row.retain_until === null
        ? null
        : { mode: row.retain_mode, until: row.retain_until },
    legalHold: row.legal_hold === null ? null : row.legal_hold === 1,
    latest: row.superseded_at === null && row.action !== 'start',
  };
}

function toRecord(text: string): Readonly<Record<string, string>> {
  return text === '{}' ? none : (JSON.parse(text) as Record<string, string>);
}
