import type { Instant, RetentionMode } from '../../core/model/object.ts';

export type Retention = { readonly mode: RetentionMode; readonly until: Instant };

/** `start`: a large file (multipart upload) that is not finished. `hide`: a hide or delete marker. */
export type VersionAction = 'upload' | 'hide' | 'start';

/** One version of one name. S3 VersionId == B2 fileId == `fileId`. */
export type VaultVersion = {
  readonly fileId: string;
  readonly bucketId: string;
  readonly name: string;
  readonly action: VersionAction;
  readonly size: number;
  /** Hex. null: not known (large files, markers). */
  readonly sha1: string | null;
  /** Hex. null for large files and markers. */
  readonly md5: string | null;
  /** Without quotes: the MD5, or `<md5 of the parts' md5s>-<parts>`; '' for markers. */
  readonly etag: string;
  readonly contentType: string;
  /** B2 fileInfo = S3 user metadata. */
  readonly info: Readonly<Record<string, string>>;
  /** What an API wants to keep beside (S3 checksums, …): small, not interpreted, not counted. */
  readonly extra: Readonly<Record<string, string>>;
  /** Large files: the time they were started. */
  readonly uploadedAt: Instant;
  /** Also when it has passed; null where none was ever set, and for markers. */
  readonly retention: Retention | null;
  /** null: never said. */
  readonly legalHold: boolean | null;
  /** Newest finished version or marker of its name. */
  readonly latest: boolean;
};

/** What an upload, a copy or the start of a large file says about the version to be. */
export type UploadSettings = {
  readonly contentType: string;
  readonly info?: Readonly<Record<string, string>>;
  readonly extra?: Readonly<Record<string, string>>;
  /** undefined: the bucket's default applies. Needs a lock bucket. */
  readonly retention?: Retention | undefined;
  /** undefined: not said. Saying it (on or off) needs a lock bucket. */
  readonly legalHold?: boolean | undefined;
};

export type VaultPart = {
  readonly partNumber: number;
  readonly size: number;
  readonly sha1: string;
  readonly md5: string;
  readonly uploadedAt: Instant;
};

export type ListEntry =
  | { readonly kind: 'version'; readonly version: VaultVersion }
  /** All names that start so were folded into one entry because of the delimiter. */
  | { readonly kind: 'folder'; readonly prefix: string };

export type ListRequest = {
  readonly prefix?: string;
  /** '' or undefined: none. */
  readonly delimiter?: string | undefined;
  /**
   * Where to go on. Without `fileId`: from this name, it included, or with `after` only names behind it
   * (a folder of this very name is then skipped whole). With `fileId`: inside the name, from this version
   * towards older ones, it included unless `after`. The version need not exist any more.
   */
  readonly from?: { readonly name: string; readonly fileId?: string | undefined; readonly after?: boolean };
  /** Most entries (versions and folders together). */
  readonly max: number;
};

export type ListPage = {
  readonly entries: readonly ListEntry[];
  /** The first entry that did not fit (`from` without `after` continues there), or null at the end. */
  readonly next: { readonly name: string; readonly fileId: string | null } | null;
};
