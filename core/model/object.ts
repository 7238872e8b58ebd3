/** Milliseconds since 1970-01-01T00:00:00Z. Lock dates are whole seconds (S3 keeps no finer). */
export type Instant = number;

/** Bytes `start` to `end` (exclusive) of an object. */
export type ByteRange = { readonly start: number; readonly end: number };

/** One version of one object: the only way Holdfast ever reads, renews or deletes. */
export type ObjectVersion = { readonly name: string; readonly versionId: string };

export type RetentionMode = 'compliance' | 'governance';

/** What the provider says about a version's protection. `until` is null where no retention is set. */
export type VersionLock = {
  readonly mode: RetentionMode | null;
  readonly until: Instant | null;
  readonly legalHold: boolean;
};

/** A row of a version listing. */
export type ListedVersion = ObjectVersion & {
  readonly kind: 'object' | 'marker';
  readonly size: number;
  /** Provider time of the upload. */
  readonly uploadedAt: Instant;
  /** Newest version of its name. */
  readonly latest: boolean;
  /** undefined: this store's listing does not tell (S3), or the key may not read it; ask `head`. */
  readonly lock: VersionLock | undefined;
};
