import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { Contents } from './contents.ts';
import { seqOf } from './file-id.ts';
import { stampedRetention } from './lock-rules.ts';
import { decodePieces, encodePieces } from './pieces.ts';
import type { ContentPiece, ReceivedContent } from './received-content.ts';
import { checkUpload, maxUploadBytes } from './upload-rules.ts';
import type { VaultBucket } from './vault-bucket.ts';
import type { VaultClock } from './vault-clock.ts';
import { VaultRefusal } from './vault-refusal.ts';
import type { Retention, UploadSettings, VaultPart, VaultVersion } from './vault-version.ts';
import { toVersion, type VersionRow } from './version-row.ts';
import type { VersionTable } from './version-table.ts';

/** Which parts, in order, make the file. `sha1` (B2) or `etag` (S3, the part's MD5) must match what was received. */
export type FinishLarge = {
  readonly parts: readonly {
    readonly partNumber: number;
    readonly sha1?: string | undefined;
    readonly etag?: string | undefined;
  }[];
  /** B2 wants two, S3 takes one. */
  readonly minParts: number;
  /** Added to what the start said. */
  readonly extra?: Readonly<Record<string, string>>;
};

type PartRow = {
  readonly part_number: number;
  readonly size: number;
  readonly sha1: string;
  readonly md5: string;
  readonly uploaded_at: number;
  readonly pieces: string;
};

/** B2's smallest part but the last, and most parts. */
export const minPartBytes = 5_000_000;
const maxParts = 10_000;

/** B2's large files and S3's multipart uploads: one thing. The upload id is the file id to be. */
export class LargeFiles {
  readonly #db: Database.Database;
  readonly #clock: VaultClock;
  readonly #contents: Contents;
  readonly #versions: VersionTable;

  constructor(db: Database.Database, clock: VaultClock, contents: Contents, versions: VersionTable) {
    this.#db = db;
    this.#clock = clock;
    this.#contents = contents;
    this.#versions = versions;
  }

  start(bucket: VaultBucket, name: string, settings: UploadSettings): VaultVersion {
    const at = this.#clock.now();
    checkUpload(bucket, name, settings, at);
    const retention = settings.retention ?? null;
    return toVersion(
      this.#versions.rows.insertStart({ bucketId: bucket.bucketId, name, settings, retention, at }),
    );
  }

  addPart(fileId: string, partNumber: number, content: ReceivedContent): VaultPart {
    try {
      const { seq } = this.#need(fileId);
      if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > maxParts)
        throw new VaultRefusal('part-number-invalid', `Part number must be between 1 and ${maxParts}`);
      if (content.size > maxUploadBytes)
        throw new VaultRefusal('content-too-large', `A part has at most ${maxUploadBytes} bytes`);
      const part: VaultPart = {
        partNumber,
        size: content.size,
        sha1: content.sha1 ?? '',
        md5: content.md5 ?? '',
        uploadedAt: this.#clock.now(),
      };
      this.#contents.keep(content.pieces);
      const former = this.#part(seq, partNumber);
      this.#db
        .prepare('INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?, ?)')
        .run(seq, partNumber, part.size, part.sha1, part.md5, part.uploadedAt, encodePieces(content.pieces));
      if (former !== undefined) this.#contents.remove(decodePieces(former.pieces));
      return part;
    } catch (error) {
      this.#contents.discard(content.pieces);
      throw error;
    }
  }

  listParts(
    fileId: string,
    startPart: number,
    max: number,
  ): { parts: readonly VaultPart[]; nextPart: number | null } {
    const { seq } = this.#need(fileId);
    const rows = this.#db
      .prepare<[number, number, number], PartRow>(
        'SELECT * FROM parts WHERE seq = ? AND part_number >= ? ORDER BY part_number LIMIT ?',
      )
      .all(seq, startPart, max + 1);
    return { parts: rows.slice(0, max).map(toPart), nextPart: rows[max]?.part_number ?? null };
  }

  finish(fileId: string, request: FinishLarge): VaultVersion {
    const row = this.#need(fileId);
    const bucket = this.#versions.bucketOf(row);
    const all = this.#db.prepare<[number], PartRow>('SELECT * FROM parts WHERE seq = ?').all(row.seq);
    const chosen = choose(all, request);
    const now = this.#clock.now();
    const own: Retention | null = toVersion(row).retention;
    const finished = this.#db.transaction(() => {
      const above = this.#versions.rows.latest(row.bucket_id, row.name);
      const covered = above !== undefined && above.seq > row.seq;
      if (!covered) this.#versions.rows.supersede(row.bucket_id, row.name, now);
      const version = this.#versions.rows.finish(row.seq, {
        size: chosen.reduce((sum, part) => sum + part.size, 0),
        etag: etagOf(chosen),
        extra: { ...toVersion(row).extra, ...request.extra },
        retention: own ?? stampedRetention(bucket.defaultRetention, now),
        supersededAt: covered ? now : null,
        pieces: chosen.flatMap(piecesOf),
      });
      this.#db.prepare('DELETE FROM parts WHERE seq = ?').run(row.seq);
      return toVersion(version);
    })();
    this.#contents.remove(all.filter((part) => !chosen.includes(part)).flatMap(piecesOf));
    return finished;
  }

  cancel(fileId: string): VaultVersion {
    const row = this.#need(fileId);
    this.#versions.erase([row]);
    return toVersion(row);
  }

  #need(fileId: string): VersionRow {
    const seq = seqOf(fileId);
    const row = seq === undefined ? undefined : this.#versions.rows.get(seq);
    if (row === undefined || row.action !== 'start' || toVersion(row).fileId !== fileId)
      throw new VaultRefusal('no-such-upload', `no active upload for: ${fileId}`);
    return row;
  }

  #part(seq: number, partNumber: number): PartRow | undefined {
    return this.#db
      .prepare<[number, number], PartRow>('SELECT * FROM parts WHERE seq = ? AND part_number = ?')
      .get(seq, partNumber);
  }
}

/** The parts that were asked for, in that order. */
function choose(all: readonly PartRow[], { parts, minParts }: FinishLarge): readonly PartRow[] {
  if (parts.length < minParts)
    throw new VaultRefusal('too-few-parts', `large files must have at least ${minParts} parts`);
  if (parts.some((part, i) => i > 0 && part.partNumber <= (parts[i - 1]?.partNumber ?? 0)))
    throw new VaultRefusal('part-order-invalid', 'parts must be in ascending order');
  const byNumber = new Map(all.map((part) => [part.part_number, part]));
  const chosen = parts.map((wanted) => {
    const part = byNumber.get(wanted.partNumber);
    if (part === undefined) throw new VaultRefusal('part-missing', `part ${wanted.partNumber} is missing`);
    const sha1Fits = wanted.sha1 === undefined || wanted.sha1 === part.sha1;
    if (!sha1Fits || (wanted.etag !== undefined && wanted.etag !== part.md5))
      throw new VaultRefusal('part-mismatch', `checksum of part ${wanted.partNumber} does not match`);
    return part;
  });
  const small = chosen.slice(0, -1).find((part) => part.size < minPartBytes);
  if (small !== undefined)
    throw new VaultRefusal(
      'part-too-small',
      `part ${small.part_number} is smaller than ${minPartBytes} bytes`,
    );
  return chosen;
}

function etagOf(parts: readonly PartRow[]): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(Buffer.from(part.md5, 'hex'));
  return `${hash.digest('hex')}-${parts.length}`;
}

function piecesOf(part: PartRow): readonly ContentPiece[] {
  return decodePieces(part.pieces);
}

function toPart(row: PartRow): VaultPart {
  return {
    partNumber: row.part_number,
    size: row.size,
    sha1: row.sha1,
    md5: row.md5,
    uploadedAt: row.uploaded_at,
  };
}
