import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ByteRange } from '../../core/model/object.ts';
import { IncomingContent, type Landing } from './incoming-content.ts';
import { PieceReader } from './piece-reader.ts';
import { cutPieces } from './pieces.ts';
import type { ContentPiece, ReceivedContent } from './received-content.ts';
import type { VaultVersion } from './vault-version.ts';

/** Up to this, a whole piece is read at once: cheaper than a stream. */
const readAtOnce = 64 * 1024;

/**
 * The files under `contents/` (kept) and `incoming/` (received, not committed; thrown away at every start).
 * Everything committed is a list of pieces, so a large file is its parts and a copy is a hard link.
 */
export class Contents {
  readonly #kept: string;
  readonly #incoming: string;
  /** Of the 256 under `contents/`, those that are there. */
  readonly #folders = new Set<string>();
  readonly #inMemory = new Map<string, Buffer>();

  constructor(dir: string) {
    this.#kept = join(dir, 'contents');
    this.#incoming = join(dir, 'incoming');
    rmSync(this.#incoming, { recursive: true, force: true });
    mkdirSync(this.#incoming, { recursive: true });
    mkdirSync(this.#kept, { recursive: true });
    for (const folder of readdirSync(this.#kept)) this.#folders.add(folder);
  }

  receive(options: { readonly sha256: boolean }): IncomingContent {
    const landing: Landing = {
      pathOf: (id) => join(this.#incoming, id),
      keepInMemory: (id, bytes) => void this.#inMemory.set(id, bytes),
    };
    return new IncomingContent(landing, options);
  }

  /** Makes received pieces permanent. Synchronous, so that it and the metadata are one step. */
  keep(pieces: readonly ContentPiece[]): void {
    for (const { id } of pieces) {
      this.#makeFolder(id);
      const bytes = this.#inMemory.get(id);
      if (bytes === undefined) renameSync(join(this.#incoming, id), this.#path(id));
      else writeFileSync(this.#path(id), bytes);
      this.#inMemory.delete(id);
    }
  }

  /** Received pieces that nobody wants. */
  discard(pieces: readonly ContentPiece[]): void {
    for (const { id } of pieces)
      if (!this.#inMemory.delete(id)) rmSync(join(this.#incoming, id), { force: true });
  }

  /** Kept pieces of a version that is gone. */
  remove(pieces: readonly ContentPiece[]): void {
    for (const { id } of pieces) rmSync(this.#path(id), { force: true });
  }

  /** @param range inside the pieces; undefined: all */
  read(pieces: readonly ContentPiece[], range?: ByteRange): Readable {
    const cuts = cutPieces(pieces, range);
    const only = cuts[0];
    if (only === undefined) return Readable.from([], { objectMode: false });
    if (cuts.length === 1 && only.pieceSize <= readAtOnce) {
      const bytes = readFileSync(this.#path(only.id)).subarray(only.start, only.end);
      return Readable.from([bytes], { objectMode: false });
    }
    return new PieceReader(cuts.map((cut) => ({ path: this.#path(cut.id), start: cut.start, end: cut.end })));
  }

  /** A whole version is linked; a range is read and hashed again. */
  async copy(
    source: VaultVersion,
    pieces: readonly ContentPiece[],
    range?: ByteRange,
  ): Promise<ReceivedContent> {
    const whole = range === undefined || (range.start === 0 && range.end === source.size);
    // A part needs digests, which a large file as a whole does not have.
    if (whole && (range === undefined || source.md5 !== null)) return this.#link(source, pieces);
    const incoming = this.receive({ sha256: false });
    try {
      for await (const chunk of this.read(pieces, range)) await incoming.write(chunk as Buffer);
      return await incoming.finish();
    } catch (error) {
      await incoming.abort();
      throw error;
    }
  }

  #link(source: VaultVersion, pieces: readonly ContentPiece[]): ReceivedContent {
    const linked = pieces.map(({ id, size }) => {
      const copy = randomBytes(16).toString('hex');
      linkOrCopy(this.#path(id), join(this.#incoming, copy));
      return { id: copy, size };
    });
    return {
      size: source.size,
      sha1: source.sha1,
      md5: source.md5,
      sha256: null,
      etag: source.etag,
      pieces: linked,
    };
  }

  #makeFolder(id: string): void {
    const folder = id.slice(0, 2);
    if (this.#folders.has(folder)) return;
    mkdirSync(join(this.#kept, folder), { recursive: true });
    this.#folders.add(folder);
  }

  #path(id: string): string {
    return join(this.#kept, id.slice(0, 2), id);
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    // File systems without hard links (FAT), or too many of them.
    copyFileSync(from, to);
  }
}
