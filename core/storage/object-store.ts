import type { HoldfastError } from '../errors/holdfast-error.ts';
import type { ByteRange, Instant, ListedVersion, ObjectVersion, VersionLock } from '../model/object.ts';

export type PutRequest = {
  /** Full key, prefix included. */
  readonly name: string;
  /** Not modified and not kept after the promise settles. May be 0 bytes. */
  readonly body: Uint8Array;
  /** Lower-case hex of the body; the store sends it where the protocol checks it. */
  readonly sha256: string;
  /** Base64 MD5 of the body, if the caller has it (a worker can save this thread 50 ms per 32 MiB). */
  readonly md5?: string;
  /** Compliance lock set in the PUT itself, whole seconds; undefined: the bucket's default applies (strict mode). */
  readonly lockUntil: Instant | undefined;
  /** Ask the store to refuse if the name exists (If-None-Match: *), where it can; ignored elsewhere. */
  readonly onlyIfAbsent?: boolean;
};

/** The most that `deleteVersions` takes: S3's limit. */
export const maxDeletions = 1_000;

export type PutResult = { readonly versionId: string; readonly providerTime: Instant };

/**
 * `now`: the provider's time. `movedBy`: how far a practice vault on loopback says its clock was moved on
 * purpose (milliseconds; 0 everywhere else), so that the comparison with this computer's clock can allow for it.
 */
export type ProviderClock = { readonly now: Instant; readonly movedBy: number };

/** What the key in use may do, in the words of design section 5; undefined: the provider does not tell (S3). */
export type KeyCapabilities = {
  readonly capabilities: readonly string[];
  readonly bucket: string | null;
  readonly prefix: string | null;
  readonly expiresAt: Instant | null;
};

export type BucketState = {
  readonly lockEnabled: boolean;
  readonly versioning: boolean;
  readonly defaultRetentionDays: number | null;
  /** Rules in the provider's own shape, for people and comparison; undefined: this key may not read them. */
  readonly lifecycle: readonly unknown[] | undefined;
};

/**
 * What one question about one version tells. Whether it is the newest of its name only a listing knows.
 * `uploadedAt` may be cut to the second here where the listing has milliseconds.
 */
export type VersionHead = Omit<ListedVersion, 'latest'>;

export type BypassOption = { readonly bypassGovernance?: boolean };

/** A version that a deletion in a batch left where it is, and why. */
export type RefusedDeletion = { readonly version: ObjectVersion; readonly error: HoldfastError };

/**
 * A bucket with Object Lock, seen through one key. Every store passes `conformance.ts`. All failures are
 * HoldfastErrors with the codes of core/errors; every call may be repeated by the retry decorator except
 * `put`, where an unclear failure is first answered by `listVersions` (design 3.1).
 */
export interface ObjectStore {
  readonly kind: 's3' | 'b2';
  readonly bucket: string;
  /** Listings tell the locks too, a thousand versions a call, so that many dates need not be asked for one by one. */
  readonly listsLocks: boolean;

  put(request: PutRequest): Promise<PutResult>;
  /** The whole object or a range, by version, even under hide markers and newer versions. Exact length or error. */
  get(version: ObjectVersion, range?: ByteRange): Promise<Uint8Array>;
  /** One call: size, upload time and lock of a version. Error `object-missing` where it is gone. */
  head(version: ObjectVersion): Promise<VersionHead>;
  /**
   * All versions and markers whose name starts with `prefix`, by name, newest first within a name; a page
   * (≤ 1,000) at a time. `startAfter`: only names after this one.
   */
  listVersions(
    prefix: string,
    options?: { readonly startAfter?: string },
  ): AsyncIterable<readonly ListedVersion[]>;
  /** Lengthens a compliance lock; the provider refuses to shorten. */
  renew(version: ObjectVersion, until: Instant): Promise<void>;
  /** Sets or lifts a legal hold (hold key only). */
  setLegalHold(version: ObjectVersion, on: boolean): Promise<void>;
  /** Adds a hide/delete marker above the name. */
  hide(name: string): Promise<{ readonly markerVersionId: string }>;
  /**
   * Maintenance and proof only. `bypassGovernance` sends the provider's bypass flag. A version that is gone
   * already is no error.
   */
  deleteVersion(version: ObjectVersion, options?: BypassOption): Promise<void>;
  /**
   * Maintenance only: at most `maxDeletions` in one call, each refused or deleted by itself. The answer has the refused
   * ones (`object-locked`, `key-insufficient`, …); those that are gone already are not among them.
   */
  deleteVersions(versions: readonly ObjectVersion[]): Promise<readonly RefusedDeletion[]>;
  /** Tries to set exactly this lock, even if shorter: only the proof and the conformance suite ask this. */
  replaceLock(
    version: ObjectVersion,
    lock: Pick<VersionLock, 'mode' | 'until'>,
    options?: BypassOption,
  ): Promise<void>;

  /** undefined where the provider cannot tell. */
  keyCapabilities(): Promise<KeyCapabilities | undefined>;
  bucketState(): Promise<BucketState>;
  /** From the `Date` header of a fresh, cheap answer. */
  providerClock(): Promise<ProviderClock>;
  close(): Promise<void>;
}
