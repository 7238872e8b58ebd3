import { closeSync, constants, fstatSync, openSync, readSync, type BigIntStats } from 'node:fs';
import { because } from '../model/reasons.ts';
import { toFsPath, kindOf } from '../source/byte-path.ts';
import { readExtendedAttributes } from '../source/extended-attributes.ts';
import { whyUnreadable } from '../source/read-directory.ts';
import { LookOfFile } from '../detection/look.ts';
import type { BytePath } from '../model/entry.ts';
import type { FileStat, FileToStore } from './store-messages.ts';

/** Memory to read into, and where chunks end in it (see chunker/chunker.ts): 0 where more bytes are needed to tell. */
export interface CutterWithBuffer {
  readonly buffer: Uint8Array;
  cut(start: number, end: number, atEnd: boolean): number;
}

export type ReadFile = {
  readonly file: number;
  /** So many chunks, in order over all batches, are this file's; of a skipped file they are to be dropped. */
  readonly chunkCount: number;
  readonly size: number;
  readonly stat: FileStat | undefined;
  readonly sparse: boolean;
  /** See core/detection/look.ts. */
  readonly look: number;
  readonly xattrs: ReturnType<typeof readExtendedAttributes>;
  readonly skipped: string | undefined;
  readonly changed: boolean;
};

/** Some whole chunks in one buffer, and the files that end with them. */
export type FileBatch = {
  readonly buffer: Uint8Array;
  readonly chunks: readonly { readonly start: number; readonly end: number }[];
  readonly files: readonly ReadFile[];
};

/** Bytes kept free before the first chunk, for the one-shot HMAC (see crypto/chunk-id.ts). */
const headroom = 64;
/** A batch ends at the first file boundary past this: small enough that two workers never starve each other. */
const enough = 4 * 1024 * 1024;
/** Chunks that a batch of tiny files may have: bounds the answer's latency. */
const enoughChunks = 2_048;

const nothing = new Uint8Array(0);

type OpenFile = {
  readonly todo: FileToStore;
  readonly fd: number;
  stat: BigIntStats;
  /** Bytes read so far. */
  read: number;
  chunkCount: number;
  /** Read but not cut yet, from the batch before. */
  carry: Uint8Array;
  readonly look: LookOfFile;
};

const noAtime = constants.O_NOATIME ?? 0;

function openForReading(path: BytePath): number {
  // NONBLOCK: something may have become a FIFO since the scan, and opening that would wait for ever.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  try {
    return openSync(toFsPath(path), flags | noAtime);
  } catch (error) {
    // O_NOATIME is refused for files of other owners.
    if (noAtime !== 0 && (error as NodeJS.ErrnoException).code === 'EPERM')
      return openSync(toFsPath(path), flags);
    throw error;
  }
}

const statOf = (stat: BigIntStats): FileStat => ({
  mode: Number(stat.mode) & 0o7777,
  uid: Number(stat.uid),
  gid: Number(stat.gid),
  mtimeNs: String(stat.mtimeNs),
  link: stat.nlink > 1n ? `${stat.dev}:${stat.ino}` : undefined,
});

const sameState = (a: BigIntStats, b: BigIntStats): boolean =>
  a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs;

/**
 * Reads files one after the other into batches of whole chunks. Synchronous: it runs in a worker, where that is
 * several times faster than promises. A file never fails the run: what cannot be read comes out as `skipped`.
 */
export class FileBatchReader {
  readonly #queue: FileToStore[] = [];
  readonly #wholeBelow: number;
  #at = 0;
  #kept = nothing;
  #open: OpenFile | undefined;

  /** @param wholeBelow files up to this size are one chunk */
  constructor(wholeBelow: number) {
    this.#wholeBelow = wholeBelow;
  }

  add(files: readonly FileToStore[]): void {
    if (this.#at === this.#queue.length) {
      this.#queue.length = 0;
      this.#at = 0;
    }
    this.#queue.push(...files);
  }

  get hasWork(): boolean {
    return this.#open !== undefined || this.#at < this.#queue.length;
  }

  /** @param cutter its buffer holds at least twice the largest chunk and 64 bytes; free again when the batch is stored */
  next(cutter: CutterWithBuffer): FileBatch {
    const { buffer } = cutter;
    const chunks: { start: number; end: number }[] = [];
    const files: ReadFile[] = [];
    let position = headroom;
    while (this.hasWork && position < enough && chunks.length < enoughChunks) {
      if (this.#open === undefined) {
        const todo = this.#queue[this.#at];
        if (todo === undefined) break;
        try {
          const fd = openForReading(todo.path);
          const stat = fstatSync(fd, { bigint: true });
          this.#open = { todo, fd, stat, read: 0, chunkCount: 0, carry: nothing, look: new LookOfFile() };
        } catch (error) {
          files.push(skippedFile(todo.file, 0, whyUnreadable(error)));
        }
        this.#at++;
        if (this.#open === undefined) continue;
      }
      const open: OpenFile = this.#open;
      if (kindOf(Number(open.stat.mode)) !== 'file') {
        files.push(this.#giveUp(open, because('reason-became-other')));
        continue;
      }
      try {
        if (open.stat.size <= BigInt(this.#wholeBelow)) {
          if (position + Number(open.stat.size) > buffer.length) break;
          const end = this.#readWhole(open, buffer, position);
          if (end > position) chunks.push({ start: position, end });
          open.look.add(buffer.subarray(position, end));
          files.push(this.#finish(open, end > position ? 1 : 0, end - position));
          position = end;
        } else {
          const done = this.#readPart(open, cutter, position, chunks);
          position = done.position;
          if (!done.ended) break;
          files.push(this.#finish(open, open.chunkCount, open.read));
        }
      } catch (error) {
        files.push(this.#giveUp(open, whyUnreadable(error)));
      }
    }
    return { buffer, chunks, files };
  }

  /** A small file in one go, a second time if it changed meanwhile. Returns the end of its bytes. */
  #readWhole(open: OpenFile, buffer: Uint8Array, start: number): number {
    const readOnce = (): number => {
      const limit = Math.min(buffer.length, start + Number(open.stat.size));
      let end = start;
      while (end < limit) {
        const got = readSync(open.fd, buffer, end, limit - end, end - start);
        if (got === 0) break;
        end += got;
      }
      return end;
    };
    const end = readOnce();
    const after = fstatSync(open.fd, { bigint: true });
    if (sameState(after, open.stat) || after.size > BigInt(this.#wholeBelow)) return end;
    open.stat = after;
    return readOnce();
  }

  /**
   * Cuts as many chunks of a large file as the buffer holds; the rest is carried to the next batch. What a file gains
   * while it is read is left for the next run: a log that grows as fast as it is read would never end.
   */
  #readPart(
    open: OpenFile,
    cutter: CutterWithBuffer,
    start: number,
    chunks: { start: number; end: number }[],
  ): { readonly position: number; readonly ended: boolean } {
    const { buffer } = cutter;
    if (start + open.carry.length >= buffer.length) return { position: start, ended: false };
    buffer.set(open.carry, start);
    let end = start + open.carry.length;
    let ended = false;
    while (end < buffer.length && !ended) {
      const wanted = Math.min(buffer.length - end, 1024 * 1024, Number(open.stat.size) - open.read);
      const got = wanted === 0 ? 0 : readSync(open.fd, buffer, end, wanted, open.read);
      ended = got === 0;
      end += got;
      open.read += got;
    }
    let position = start;
    while (position < end) {
      const cut = cutter.cut(position, end, ended);
      if (cut === 0) break;
      chunks.push({ start: position, end: cut });
      // By chunks: these are the same at every reading, wherever a batch begins.
      open.look.add(buffer.subarray(position, cut));
      open.chunkCount++;
      position = cut;
    }
    open.carry = ended ? nothing : this.#keep(buffer.subarray(position, end));
    return { position, ended };
  }

  /** Only one file is open at a time, so one piece of memory serves all. */
  #keep(rest: Uint8Array): Uint8Array {
    if (this.#kept.length < rest.length) this.#kept = new Uint8Array(rest.length);
    this.#kept.set(rest);
    return this.#kept.subarray(0, rest.length);
  }

  #finish(open: OpenFile, chunkCount: number, size: number): ReadFile {
    const after = fstatSync(open.fd, { bigint: true });
    closeSync(open.fd);
    this.#open = undefined;
    return {
      file: open.todo.file,
      chunkCount,
      size,
      stat: statOf(open.stat),
      sparse: open.stat.blocks * 512n < open.stat.size,
      look: open.look.look,
      xattrs: readExtendedAttributes(open.todo.path),
      skipped: undefined,
      changed: !sameState(after, open.stat) || BigInt(size) !== open.stat.size,
    };
  }

  #giveUp(open: OpenFile, reason: string): ReadFile {
    closeSync(open.fd);
    this.#open = undefined;
    return skippedFile(open.todo.file, open.chunkCount, reason);
  }
}

function skippedFile(file: number, chunkCount: number, skipped: string): ReadFile {
  return {
    file,
    chunkCount,
    size: 0,
    stat: undefined,
    sparse: false,
    look: 0,
    xattrs: undefined,
    skipped,
    changed: false,
  };
}
