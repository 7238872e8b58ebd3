import type { Readable } from 'node:stream';
import type Database from 'better-sqlite3';
import type { ByteRange, Instant } from '../../core/model/object.ts';
import { BucketTable } from './bucket-table.ts';
import { Contents } from './contents.ts';
import { openDatabase } from './database.ts';
import type { IncomingContent } from './incoming-content.ts';
import { KeyTable } from './key-table.ts';
import { LargeFiles, type FinishLarge } from './large-files.ts';
import { Lifecycle } from './lifecycle.ts';
import { Listing } from './listing.ts';
import type { BucketChange, NewBucket, VaultBucket } from './vault-bucket.ts';
import { checkUpload } from './upload-rules.ts';
import { VaultClock } from './vault-clock.ts';
import type { NewKey, VaultKey } from './vault-key.ts';
import type {
  ListPage,
  ListRequest,
  Retention,
  UploadSettings,
  VaultPart,
  VaultVersion,
} from './vault-version.ts';
import { VersionTable, type LockedChange } from './version-table.ts';
import type { ReceivedContent } from './received-content.ts';

export type VaultOptions = {
  readonly dir: string;
  /** Accepts locks and deletes anyway: what a store without working Object Lock does. */
  readonly liar?: boolean;
  readonly realNow?: () => Instant;
};

/**
 * The engine behind both APIs: keys, buckets, versions and contents in one folder. Metadata calls are
 * synchronous and each is one transaction; contents stream. Everything refused is a `VaultRefusal` and
 * changes nothing. It does not ask what a key may do (see access.ts), except for locks.
 */
export class Vault {
  readonly accountId: string;
  readonly liar: boolean;
  /** Secret of this vault, for tokens that survive a restart. */
  readonly tokenSecret: string;
  readonly #db: Database.Database;
  readonly #clock: VaultClock;
  readonly #contents: Contents;
  readonly #keys: KeyTable;
  readonly #buckets: BucketTable;
  readonly #versions: VersionTable;
  readonly #large: LargeFiles;
  readonly #listing: Listing;
  readonly #lifecycle: Lifecycle;

  constructor(options: VaultOptions) {
    this.liar = options.liar ?? false;
    const { db, settings } = openDatabase(options.dir);
    this.#db = db;
    this.accountId = settings.accountId;
    this.tokenSecret = settings.tokenSecret;
    this.#clock = new VaultClock(db, options.realNow);
    this.#contents = new Contents(options.dir);
    this.#keys = new KeyTable(db, this.#clock, this.accountId);
    this.#buckets = new BucketTable(db, this.#clock);
    this.#versions = new VersionTable(db, {
      clock: this.#clock,
      contents: this.#contents,
      buckets: this.#buckets,
      liar: this.liar,
    });
    this.#large = new LargeFiles(db, this.#clock, this.#contents, this.#versions);
    this.#listing = new Listing(db);
    this.#lifecycle = new Lifecycle(db, this.#clock, this.#buckets, this.#versions);
  }

  // time

  /** The vault's time: the real clock plus the offset. */
  now(): Instant {
    return this.#clock.now();
  }

  /** Milliseconds this clock was moved forward. */
  get clockOffset(): number {
    return this.#clock.offset;
  }

  /** Moves the clock forward and runs the lifecycle passes of the days that went by. */
  advance(milliseconds: number): void {
    this.#clock.advance(milliseconds);
    this.keepTime();
  }

  /** Runs lifecycle passes (00:00 UTC each day) that are due. Cheap; called before every request. */
  keepTime(): void {
    this.#lifecycle.run();
  }

  // keys

  /** Also expired ones: see `keyState`. */
  key(keyId: string): VaultKey | undefined {
    return this.#keys.get(keyId);
  }

  /** The master key, made when the vault was. */
  masterKey(): VaultKey {
    return this.#keys.master();
  }

  /** The ordinary key with all capabilities, made when the vault was: both APIs take it. */
  firstKey(): VaultKey {
    return this.#keys.first();
  }

  createKey(key: NewKey): VaultKey {
    return this.#keys.create(key);
  }

  /** By key id, from `startId` on. Not the master key. */
  listKeys(options: { readonly startId?: string | undefined; readonly max: number }): {
    readonly keys: readonly VaultKey[];
    readonly nextId: string | null;
  } {
    return this.#keys.list(options.startId ?? '', options.max);
  }

  /** @throws no-such-key */
  deleteKey(keyId: string): VaultKey {
    return this.#keys.remove(keyId);
  }

  // buckets

  buckets(): readonly VaultBucket[] {
    return this.#buckets.all();
  }

  bucketByName(name: string): VaultBucket | undefined {
    return this.#buckets.byName(name);
  }

  bucketById(bucketId: string): VaultBucket | undefined {
    return this.#buckets.byId(bucketId);
  }

  /** @throws bucket-name-invalid, bucket-name-taken, too-many-buckets, rule-invalid, lock-not-enabled, retention-invalid */
  createBucket(bucket: NewBucket): VaultBucket {
    return this.#buckets.create(bucket);
  }

  /** @throws no-such-bucket, bucket-changed, rule-invalid, lock-not-enabled, lock-cannot-be-disabled, retention-invalid */
  updateBucket(bucketId: string, change: BucketChange): VaultBucket {
    return this.#buckets.update(bucketId, change);
  }

  /** @throws no-such-bucket, bucket-not-empty (any version, marker or unfinished large file) */
  deleteBucket(bucketId: string): VaultBucket {
    return this.#buckets.remove(bucketId);
  }

  // reading

  /** The newest finished version or marker of a name. */
  latest(bucketId: string, name: string): VaultVersion | undefined {
    return this.#versions.latest(bucketId, name);
  }

  /** Any version, marker or unfinished large file. */
  version(fileId: string): VaultVersion | undefined {
    return this.#versions.get(fileId);
  }

  /**
   * Names in byte order, newest first within a name, markers included; unfinished large files only with
   * `unfinished: 'also'` (B2 lists them as "start") or `'only'`.
   */
  listVersions(
    bucketId: string,
    request: ListRequest & { readonly unfinished?: 'also' | 'only' | undefined },
  ): ListPage {
    return this.#listing.page(bucketId, request, request.unfinished ?? 'finished');
  }

  /** Latest versions that are not hidden, in byte order of their names. */
  listNames(bucketId: string, request: ListRequest): ListPage {
    return this.#listing.page(bucketId, request, 'names');
  }

  /** The bytes of a version, or of a range that must lie inside it. */
  readContent(version: VaultVersion, range?: ByteRange): Readable {
    return this.#contents.read(this.#versions.pieces(version.fileId), range);
  }

  // writing

  /** A place to stream one body to; hashes as it goes (`sha256: false` saves a third of that). */
  beginContent(options: { readonly sha256: boolean } = { sha256: true }): IncomingContent {
    return this.#contents.receive(options);
  }

  /** Throws received content away that nothing was committed with. */
  discard(content: ReceivedContent): void {
    this.#contents.discard(content.pieces);
  }

  /**
   * Makes received content a new version; with a refusal the content is discarded.
   * @throws no-such-bucket, name-invalid, metadata-too-large, lock-not-enabled, retain-in-past, retain-too-far
   */
  commitUpload(
    bucketId: string,
    name: string,
    content: ReceivedContent,
    settings: UploadSettings,
  ): VaultVersion {
    return this.#versions.commit(this.#bucket(bucketId), name, content, settings);
  }

  /** Checks what `commitUpload` would refuse, before a body is read. */
  checkUpload(bucketId: string, name: string, settings: UploadSettings): void {
    checkUpload(this.#bucket(bucketId), name, settings, this.now());
  }

  /** The contents of a version (or a range of it) again, without sending them: for copies. */
  copyContent(source: VaultVersion, range?: ByteRange): Promise<ReceivedContent> {
    return this.#contents.copy(source, this.#versions.pieces(source.fileId), range);
  }

  /**
   * Adds a marker above a name. `always`: also over nothing and over a marker (S3 DeleteObject).
   * @throws no-such-bucket, no-such-name, already-hidden
   */
  hide(bucketId: string, name: string, options: { readonly always?: boolean } = {}): VaultVersion {
    return this.#versions.hide(this.#bucket(bucketId), name, options.always ?? false);
  }

  /** Also markers and unfinished large files. @throws no-such-version, locked, unauthorized (bypass asked without the capability) */
  deleteVersion(fileId: string, change: LockedChange): VaultVersion {
    return this.#versions.remove(fileId, change);
  }

  /**
   * null clears. @throws no-such-version, is-marker, lock-not-enabled, retain-in-past, retain-too-far,
   *   retention-protected (compliance, or bypass missing or not permitted)
   */
  updateRetention(fileId: string, retention: Retention | null, change: LockedChange): VaultVersion {
    return this.#versions.setRetention(fileId, retention, change);
  }

  /** @throws no-such-version, is-marker, lock-not-enabled */
  updateLegalHold(fileId: string, on: boolean): VaultVersion {
    return this.#versions.setLegalHold(fileId, on);
  }

  // large files, multipart uploads: one thing

  /** The version that is returned has action `start`; its fileId is the upload id and stays. @throws as commitUpload */
  startLarge(bucketId: string, name: string, settings: UploadSettings): VaultVersion {
    return this.#large.start(this.#bucket(bucketId), name, settings);
  }

  /** A part sent again replaces the former. With a refusal the content is discarded. @throws no-such-upload, part-number-invalid */
  addPart(fileId: string, partNumber: number, content: ReceivedContent): VaultPart {
    return this.#large.addPart(fileId, partNumber, content);
  }

  /** By number, from `startPart` on. @throws no-such-upload */
  listParts(
    fileId: string,
    options: { readonly startPart?: number; readonly max: number },
  ): { readonly parts: readonly VaultPart[]; readonly nextPart: number | null } {
    return this.#large.listParts(fileId, options.startPart ?? 1, options.max);
  }

  /**
   * Parts that are not named are thrown away. @throws no-such-upload, part-order-invalid, part-missing, part-mismatch,
   *   part-too-small, too-few-parts
   */
  finishLarge(fileId: string, request: FinishLarge): VaultVersion {
    return this.#large.finish(fileId, request);
  }

  /** @throws no-such-upload */
  cancelLarge(fileId: string): VaultVersion {
    return this.#large.cancel(fileId);
  }

  /** For the administration page. */
  state(): { readonly versions: number; readonly bytes: number; readonly buckets: number } {
    return { ...this.#versions.rows.totals(), buckets: this.#buckets.all().length };
  }

  close(): void {
    this.#db.close();
  }

  #bucket(bucketId: string): VaultBucket {
    return this.#buckets.need(bucketId);
  }
}
