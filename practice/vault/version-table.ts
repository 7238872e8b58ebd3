import type Database from 'better-sqlite3';
import type { Instant } from '../../core/model/object.ts';
import type { Contents } from './contents.ts';
import { seqOf } from './file-id.ts';
import { mayChangeRetention, mayDelete, stampedRetention } from './lock-rules.ts';
import { decodePieces } from './pieces.ts';
import type { ContentPiece, ReceivedContent } from './received-content.ts';
import { refuseRetention } from './refuse-retention.ts';
import { checkUpload, maxUploadBytes } from './upload-rules.ts';
import type { BucketTable } from './bucket-table.ts';
import type { VaultBucket } from './vault-bucket.ts';
import type { VaultClock } from './vault-clock.ts';
import type { VaultKey } from './vault-key.ts';
import { VaultRefusal } from './vault-refusal.ts';
import type { Retention, UploadSettings, VaultVersion } from './vault-version.ts';
import { toVersion, type VersionRow } from './version-row.ts';
import { VersionRows } from './version-rows.ts';

/** Whether the caller asks to bypass governance, and the key he asks with. */
export type LockedChange = { readonly bypass: boolean; readonly key: VaultKey };

/** What may happen to versions; the rows themselves are in version-rows.ts. */
export class VersionTable {
  readonly rows: VersionRows;
  readonly #db: Database.Database;
  readonly #clock: VaultClock;
  readonly #contents: Contents;
  readonly #buckets: BucketTable;
  readonly #liar: boolean;

  constructor(
    db: Database.Database,
    parts: {
      readonly clock: VaultClock;
      readonly contents: Contents;
      readonly buckets: BucketTable;
      readonly liar: boolean;
    },
  ) {
    this.rows = new VersionRows(db);
    this.#db = db;
    this.#clock = parts.clock;
    this.#contents = parts.contents;
    this.#buckets = parts.buckets;
    this.#liar = parts.liar;
  }

  latest(bucketId: string, name: string): VaultVersion | undefined {
    const row = this.rows.latest(bucketId, name);
    return row === undefined ? undefined : toVersion(row);
  }

  get(fileId: string): VaultVersion | undefined {
    const seq = seqOf(fileId);
    const row = seq === undefined ? undefined : this.rows.get(seq);
    if (row === undefined) return undefined;
    const version = toVersion(row);
    return version.fileId === fileId ? version : undefined;
  }

  pieces(fileId: string): readonly ContentPiece[] {
    return decodePieces(this.rows.get(seqOf(fileId) ?? 0)?.pieces ?? '');
  }

  commit(
    bucket: VaultBucket,
    name: string,
    content: ReceivedContent,
    settings: UploadSettings,
  ): VaultVersion {
    try {
      const now = this.#clock.now();
      checkUpload(bucket, name, settings, now);
      if (content.size > maxUploadBytes)
        throw new VaultRefusal('content-too-large', `A single upload has at most ${maxUploadBytes} bytes`);
      this.#contents.keep(content.pieces);
      return this.#db.transaction(() => {
        this.rows.supersede(bucket.bucketId, name, now);
        const retention = settings.retention ?? stampedRetention(bucket.defaultRetention, now);
        return toVersion(
          this.rows.insert({
            bucketId: bucket.bucketId,
            name,
            action: 'upload',
            content,
            settings,
            retention,
            at: now,
          }),
        );
      })();
    } catch (error) {
      this.#contents.discard(content.pieces);
      throw error;
    }
  }

  hide(bucket: VaultBucket, name: string, always: boolean): VaultVersion {
    const latest = this.rows.latest(bucket.bucketId, name);
    if (!always && latest === undefined) throw new VaultRefusal('no-such-name', `file not present: ${name}`);
    if (!always && latest?.action === 'hide')
      throw new VaultRefusal('already-hidden', `file already hidden: ${name}`);
    checkUpload(bucket, name, { contentType: '' }, this.#clock.now());
    return this.placeMarker(bucket.bucketId, name, this.#clock.now());
  }

  /** A marker above the name, dated `at`. Markers are never locked. */
  placeMarker(bucketId: string, name: string, at: Instant): VaultVersion {
    return this.#db.transaction(() => {
      this.rows.supersede(bucketId, name, at);
      return toVersion(this.rows.insertMarker(bucketId, name, at));
    })();
  }

  remove(fileId: string, change: LockedChange): VaultVersion {
    const version = this.#need(fileId);
    const verdict =
      version.action === 'upload'
        ? mayDelete(version, { ...this.#asked(change), liar: this.#liar })
        : 'allowed';
    if (verdict !== 'allowed')
      throw new VaultRefusal(verdict, verdict === 'locked' ? 'Access Denied' : 'not authorized to bypass');
    const row = this.rows.get(seqOf(fileId) ?? 0);
    if (row !== undefined) this.erase([row]);
    return version;
  }

  /** Deletes without asking, all or nothing. */
  erase(rows: readonly VersionRow[]): void {
    const pieces = this.#db.transaction(() => rows.flatMap((row) => this.rows.remove(row)))();
    this.#contents.remove(pieces);
  }

  bucketOf(row: VersionRow): VaultBucket {
    return this.#buckets.need(row.bucket_id);
  }

  setRetention(fileId: string, wanted: Retention | null, change: LockedChange): VaultVersion {
    const version = this.#lockable(fileId);
    const bucketLocks = this.#buckets.need(version.bucketId).lockEnabled;
    refuseRetention(mayChangeRetention(version.retention, wanted, { ...this.#asked(change), bucketLocks }));
    this.rows.setRetention(seqOf(fileId) ?? 0, wanted);
    return { ...version, retention: wanted };
  }

  setLegalHold(fileId: string, on: boolean): VaultVersion {
    const version = this.#lockable(fileId);
    if (!this.#buckets.need(version.bucketId).lockEnabled)
      throw new VaultRefusal('lock-not-enabled', 'The bucket is not file lock enabled');
    this.rows.setLegalHold(seqOf(fileId) ?? 0, on);
    return { ...version, legalHold: on };
  }

  #asked({ bypass, key }: LockedChange): { now: Instant; bypass: boolean; mayBypass: boolean } {
    return { now: this.#clock.now(), bypass, mayBypass: key.capabilities.includes('bypassGovernance') };
  }

  #need(fileId: string): VaultVersion {
    const version = this.get(fileId);
    if (version === undefined) throw new VaultRefusal('no-such-version', `file not present: ${fileId}`);
    return version;
  }

  #lockable(fileId: string): VaultVersion {
    const version = this.#need(fileId);
    if (version.action !== 'upload')
      throw new VaultRefusal('is-marker', `no lock can be set on action ${version.action}`);
    return version;
  }
}
