import { createHash, type Hash } from 'node:crypto';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { freeBuffer } from '../system/free-buffer.ts';
import { toHex } from '../crypto/hex.ts';
import { saltBytes } from '../crypto/sealing.ts';
import { sealBoxInto, tryOpenBox, type BoxPlace, type Room } from './box.ts';
import { headerBytes, objectHeader } from './object-header.ts';
import { encodePackContents, type PackedChunk, type PackSegment } from './pack-contents.ts';
import { padme } from './padme.ts';
import { footerBytes, packFooter, trailerType, type PackKind } from './pack-layout.ts';

export type PackWriterOptions = {
  readonly kind: PackKind;
  /** The data or the tree key. */
  readonly key: Uint8Array;
  readonly repositoryId: string;
  /** Memory to build the pack in, reused from pack to pack (`buffer`); replaced by a larger one if needed. */
  readonly buffer: Uint8Array;
  /** `isFull` from here on, in sealed bytes. */
  readonly targetBytes: number;
  readonly random: (bytes: number) => Uint8Array;
  /** Tests only: sees (and may spoil) each segment after it was sealed and before it is opened again. */
  readonly afterSeal?: (sealed: Uint8Array) => void;
};

export type FinishedPack = {
  /** The whole object, a view on the writer's buffer: valid until that is used again. */
  readonly bytes: Uint8Array;
  /** Hex: the object's name. */
  readonly sha256: string;
  /** Encoded PackContents, for the index. */
  readonly contents: Uint8Array;
  readonly plainBytes: number;
  readonly chunkCount: number;
};

/** Small chunks are compressed and sealed together up to this many plain bytes. */
const groupBytes = 2 ** 20;

/** From here on a chunk is sealed by itself, straight from the caller's memory: grouping would gain nothing. */
const aloneBytes = 2 ** 19;

/**
 * Builds one pack in memory. Synchronous; belongs in a worker. Every segment is opened again right after it was
 * sealed and hashed, and compared with what went in: a bad bit that reached a locked object could never be
 * cleaned away. (Hashed first, so that a bit that turns later does not fit the name.)
 */
export class PackWriter {
  readonly #options: PackWriterOptions;
  readonly #place: BoxPlace;
  readonly #hash: Hash = createHash('sha256');
  readonly #segments: PackSegment[] = [];
  readonly #chunks: PackedChunk[] = [];
  readonly #ids = new Set<string>();
  #out: Uint8Array;
  #length: number;
  #plainBytes = 0;
  #finished = false;

  #group: Uint8Array | undefined;
  #groupLength = 0;
  #groupChunks: { readonly id: Uint8Array; readonly length: number }[] = [];

  constructor(options: PackWriterOptions) {
    this.#options = options;
    this.#place = { key: options.key, type: options.kind, repositoryId: options.repositoryId };
    this.#out = options.buffer;
    this.#length = 0;
    this.#room(headerBytes);
    const header = objectHeader('packs');
    this.#out.set(header);
    this.#hash.update(header);
    this.#length = headerBytes;
  }

  get isEmpty(): boolean {
    return this.#chunks.length === 0 && this.#groupLength === 0;
  }

  get isFull(): boolean {
    return this.#length + this.#groupLength >= this.#options.targetBytes;
  }

  /** The memory in use now: pass it to the next writer once this pack was sent. */
  get buffer(): Uint8Array {
    return this.#out;
  }

  /**
   * Copies a chunk into the pack. A chunk never spans segments.
   * @param id 32 bytes; must not be in this pack yet
   * @param plain 1 byte to 128 MiB; free to change after the call
   */
  add(id: Uint8Array, plain: Uint8Array): void {
    this.#assertNew(id, plain);
    if (plain.length >= aloneBytes) {
      this.#seal(plain, [{ id: Uint8Array.from(id), length: plain.length }]);
      return;
    }
    if (this.#groupLength + plain.length > groupBytes) this.#sealGroup();
    this.#group ??= new Uint8Array(groupBytes);
    this.#group.set(plain, this.#groupLength);
    this.#groupLength += plain.length;
    this.#groupChunks.push({ id: Uint8Array.from(id), length: plain.length });
  }

  /** Ends the pack: last segment, padding, trailer, footer. Nothing may be added afterwards. */
  finish(): FinishedPack {
    if (this.#finished || this.isEmpty) throw bug('an empty pack, or one finished twice');
    this.#sealGroup();
    this.#finished = true;
    const contents = encodePackContents({ segments: this.#segments, chunks: this.#chunks });
    const trailer = this.#trailer(contents);
    const unpadded = this.#length + trailer.length + footerBytes;
    this.#append(this.#options.random(padme(unpadded) - unpadded));
    this.#append(trailer);
    this.#append(packFooter(trailer.length));
    return {
      bytes: this.#out.subarray(0, this.#length),
      sha256: this.#hash.digest('hex'),
      contents,
      plainBytes: this.#plainBytes,
      chunkCount: this.#chunks.length,
    };
  }

  #assertNew(id: Uint8Array, plain: Uint8Array): void {
    if (this.#finished) throw bug('a chunk for a finished pack');
    if (id.length !== 32 || plain.length === 0) throw bug('an empty chunk, or an id that is none');
    const key = toHex(id);
    if (this.#ids.has(key)) throw bug('a chunk twice in one pack');
    this.#ids.add(key);
  }

  #sealGroup(): void {
    if (this.#group === undefined || this.#groupLength === 0) return;
    this.#seal(this.#group.subarray(0, this.#groupLength), this.#groupChunks);
    this.#groupLength = 0;
    this.#groupChunks = [];
  }

  #seal(plain: Uint8Array, chunks: readonly { readonly id: Uint8Array; readonly length: number }[]): void {
    const offset = this.#length;
    const salt = this.#options.random(saltBytes);
    const sealedLength = sealBoxInto(this.#place, plain, salt, (length) => this.#room(length));
    const sealed = this.#out.subarray(offset, offset + sealedLength);
    this.#options.afterSeal?.(sealed);
    this.#hash.update(sealed);
    this.#compare(sealed, plain);
    this.#length += sealedLength;

    const segment = this.#segments.length;
    this.#segments.push({ offset, sealedLength, plainLength: plain.length });
    let start = 0;
    for (const { id, length } of chunks) {
      this.#chunks.push({ id, segment, offset: start, length });
      start += length;
    }
    this.#plainBytes += plain.length;
  }

  #compare(sealed: Uint8Array, plain: Uint8Array): void {
    const opened = tryOpenBox(this.#place, sealed);
    const isSame = opened && Buffer.compare(opened, plain) === 0;
    if (opened) freeBuffer(opened);
    if (isSame) return;
    throw bug('sealed data did not open to what went in; the memory of this computer may be failing');
  }

  /** Content: hash of all bytes before the padding, then the contents. Padded, so that its length tells little. */
  #trailer(contents: Uint8Array): Uint8Array {
    const plain = new Uint8Array(32 + contents.length);
    plain.set(this.#hash.copy().digest());
    plain.set(contents, 32);
    const { key, repositoryId, kind, random } = this.#options;
    const room: { sealed?: Uint8Array } = {};
    const place = { key, repositoryId, type: trailerType[kind] };
    sealBoxInto(
      place,
      plain,
      random(saltBytes),
      (length) => ({ out: (room.sealed = new Uint8Array(length)), at: 0 }),
      padme,
    );
    return room.sealed!;
  }

  #append(bytes: Uint8Array): void {
    const { out, at } = this.#room(bytes.length);
    out.set(bytes, at);
    this.#hash.update(bytes);
    this.#length += bytes.length;
  }

  #room(length: number): Room {
    const needed = this.#length + length;
    if (needed > this.#out.length) {
      const grown = new Uint8Array(Math.max(needed, Math.ceil(this.#out.length * 1.25)));
      grown.set(this.#out.subarray(0, this.#length));
      this.#out = grown;
    }
    return { out: this.#out, at: this.#length };
  }
}

const bug = (reason: string): HoldfastError => new HoldfastError('bug', { reason });

/**
 * What a pack takes beyond targetBytes at most (chunks ≤ 4 MiB, targets ≤ 128 MiB), for sizing the buffer: one chunk,
 * one group, trailer, and up to 4 MiB of padding. Memory that is not touched costs nothing.
 */
export const packSlackBytes = 10 * 2 ** 20;
