import type Database from 'better-sqlite3';
import type { Instant } from '../../core/model/object.ts';
import { decodePieces, encodePieces } from './pieces.ts';
import type { ContentPiece, ReceivedContent } from './received-content.ts';
import type { Retention, UploadSettings, VersionAction } from './vault-version.ts';
import type { VersionRow } from './version-row.ts';

export type NewRow = {
  readonly bucketId: string;
  readonly name: string;
  readonly action: VersionAction;
  readonly content: ReceivedContent;
  readonly settings: UploadSettings;
  readonly retention: Retention | null;
  readonly at: Instant;
};

const nothing: ReceivedContent = { size: 0, sha1: null, md5: null, sha256: null, etag: '', pieces: [] };

/** The statements about version rows. Callers make transactions of them and decide what is allowed. */
export class VersionRows {
  readonly #get;
  readonly #latest;
  readonly #supersede;
  readonly #insert;
  readonly #finish;
  readonly #delete;
  readonly #deleteParts;
  readonly #partPieces;
  readonly #setRetention;
  readonly #setLegalHold;
  readonly #promote;
  readonly #totals;

  constructor(db: Database.Database) {
    this.#get = db.prepare<[number], VersionRow>('SELECT * FROM versions WHERE seq = ?');
    // `+?`: with a bare `?` SQLite plans the statement anew at every call, because the value might fit one of the
    // partial indexes; that took 34 µs of 37.
    this.#latest = db.prepare<[string, string], VersionRow>(
      `SELECT * FROM versions WHERE bucket_id = +? AND name = +? AND action <> 'start' ORDER BY seq DESC LIMIT 1`,
    );
    this.#supersede = db.prepare<[number, string, string]>(
      `UPDATE versions SET superseded_at = ? WHERE seq = (
         SELECT seq FROM versions WHERE bucket_id = +? AND name = +? AND action <> 'start' ORDER BY seq DESC LIMIT 1)`,
    );
    this.#insert = db.prepare<unknown[], VersionRow>(
      `INSERT INTO versions (bucket_id, name, action, size, sha1, md5, etag, content_type, info, extra,
         uploaded_at, retain_mode, retain_until, legal_hold, pieces)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
    );
    this.#finish = db.prepare<unknown[], VersionRow>(
      `UPDATE versions SET action = 'upload', size = ?, etag = ?, extra = ?, retain_mode = ?, retain_until = ?,
         superseded_at = ?, pieces = ? WHERE seq = ? RETURNING *`,
    );
    this.#delete = db.prepare<[number]>('DELETE FROM versions WHERE seq = ?');
    this.#deleteParts = db.prepare<[number]>('DELETE FROM parts WHERE seq = ?');
    this.#partPieces = db.prepare<[number], { pieces: string }>('SELECT pieces FROM parts WHERE seq = ?');
    this.#setRetention = db.prepare<[string | null, number | null, number]>(
      'UPDATE versions SET retain_mode = ?, retain_until = ? WHERE seq = ?',
    );
    this.#setLegalHold = db.prepare<[number, number]>('UPDATE versions SET legal_hold = ? WHERE seq = ?');
    this.#promote = db.prepare<[number]>('UPDATE versions SET superseded_at = NULL WHERE seq = ?');
    this.#totals = db.prepare<[], { versions: number; bytes: number }>(
      'SELECT count(*) AS versions, total(size) AS bytes FROM versions',
    );
  }

  get(seq: number): VersionRow | undefined {
    return this.#get.get(seq);
  }

  latest(bucketId: string, name: string): VersionRow | undefined {
    return this.#latest.get(bucketId, name);
  }

  /** Whatever was the latest of this name no longer is, from `at` on. */
  supersede(bucketId: string, name: string, at: Instant): void {
    this.#supersede.run(at, bucketId, name);
  }

  insert(row: NewRow): VersionRow {
    const { content, settings, retention } = row;
    return this.#one(
      this.#insert.get(
        row.bucketId,
        row.name,
        row.action,
        content.size,
        content.sha1,
        content.md5,
        content.etag ?? content.md5 ?? '',
        settings.contentType,
        JSON.stringify(settings.info ?? {}),
        JSON.stringify(settings.extra ?? {}),
        row.at,
        retention?.mode ?? null,
        retention?.until ?? null,
        settings.legalHold === undefined ? null : Number(settings.legalHold),
        encodePieces(content.pieces),
      ),
    );
  }

  insertMarker(bucketId: string, name: string, at: Instant): VersionRow {
    const settings = { contentType: 'application/x-bz-hide-marker' };
    return this.insert({ bucketId, name, action: 'hide', content: nothing, settings, retention: null, at });
  }

  insertStart(row: Omit<NewRow, 'action' | 'content'>): VersionRow {
    return this.insert({ ...row, action: 'start', content: nothing });
  }

  /** Turns a started large file into a version. */
  finish(
    seq: number,
    file: {
      readonly size: number;
      readonly etag: string;
      readonly extra: Readonly<Record<string, string>>;
      readonly retention: Retention | null;
      /** Set where a version that was started later is there already. */
      readonly supersededAt: Instant | null;
      readonly pieces: readonly ContentPiece[];
    },
  ): VersionRow {
    return this.#one(
      this.#finish.get(
        file.size,
        file.etag,
        JSON.stringify(file.extra),
        file.retention?.mode ?? null,
        file.retention?.until ?? null,
        file.supersededAt,
        encodePieces(file.pieces),
        seq,
      ),
    );
  }

  /** Deletes the row; the version below the latest becomes the latest. Returns the content files to remove. */
  remove(row: VersionRow): readonly ContentPiece[] {
    const parts = row.action === 'start' ? this.#partPieces.all(row.seq) : [];
    if (row.action === 'start') this.#deleteParts.run(row.seq);
    this.#delete.run(row.seq);
    if (row.superseded_at === null && row.action !== 'start') {
      const below = this.latest(row.bucket_id, row.name);
      if (below !== undefined) this.#promote.run(below.seq);
    }
    return [row, ...parts].flatMap(({ pieces }) => decodePieces(pieces));
  }

  setRetention(seq: number, retention: Retention | null): void {
    this.#setRetention.run(retention?.mode ?? null, retention?.until ?? null, seq);
  }

  setLegalHold(seq: number, on: boolean): void {
    this.#setLegalHold.run(on ? 1 : 0, seq);
  }

  totals(): { readonly versions: number; readonly bytes: number } {
    return this.#totals.get() ?? { versions: 0, bytes: 0 };
  }

  #one(row: VersionRow | undefined): VersionRow {
    if (row === undefined) throw new Error('the version row is gone');
    return row;
  }
}
