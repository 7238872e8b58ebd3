import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  readSync,
  type Stats,
} from 'node:fs';
import { ChunkIdHasher } from '../crypto/chunk-id.ts';
import { toHex } from '../crypto/hex.ts';
import type { BytePath, Entry } from '../model/entry.ts';
import { kindOf, toFsPath } from '../source/byte-path.ts';
import { unfinishedMode } from './item-placer.ts';

/**
 * What stands where an entry would go. `same`: its contents (or target) are the entry's, byte for byte;
 * `unfinished`: an earlier restore was interrupted while writing it; `directory`: a directory, whatever the entry is.
 */
export type Existing = 'absent' | 'directory' | 'same' | 'unfinished' | 'different';

/** Compares what is on the disk with what a snapshot holds. */
export class ExistingItems {
  readonly #hasher: ChunkIdHasher;
  #buffer = Buffer.allocUnsafe(0);

  /** @param chunkIdKey contents are compared by their chunk ids, so nothing is downloaded for it */
  constructor(chunkIdKey: Uint8Array) {
    this.#hasher = new ChunkIdHasher(chunkIdKey);
  }

  look(path: BytePath, entry: Entry): Existing {
    const stat = lstatSync(toFsPath(path), { throwIfNoEntry: false });
    if (stat === undefined) return 'absent';
    const kind = kindOf(stat.mode);
    if (kind === 'directory') return 'directory';
    if (kind !== entry.type) return 'different';
    if (kind === 'file') return this.#file(path, entry, stat);
    if (kind === 'symlink')
      return readlinkSync(toFsPath(path), { encoding: 'latin1' }) === entry.target ? 'same' : 'different';
    if (kind === 'character-device' || kind === 'block-device')
      return stat.rdev === entry.device ? 'same' : 'different';
    return 'same';
  }

  #file(path: BytePath, entry: Entry, stat: Stats): Existing {
    if ((stat.mode & 0o7777) === unfinishedMode) return 'unfinished';
    // A power failure can leave the name and times of a new file without its contents.
    if (stat.size === 0 && entry.size > 0 && sameSecond(stat, entry)) return 'unfinished';
    if (stat.size !== entry.size) return 'different';
    try {
      return this.#hasContents(path, entry) ? 'same' : 'different';
    } catch {
      // Not ours to read, so not ours to touch.
      return 'different';
    }
  }

  #hasContents(path: BytePath, entry: Entry): boolean {
    const fd = openSync(
      toFsPath(path),
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    try {
      if (!fstatSync(fd).isFile()) return false;
      for (const { id, length } of entry.content ?? []) {
        const end = ChunkIdHasher.headroom + length;
        if (this.#buffer.length < end) this.#buffer = Buffer.allocUnsafe(end);
        for (let at: number = ChunkIdHasher.headroom; at < end;) {
          const read = readSync(fd, this.#buffer, at, end - at, null);
          if (read === 0) return false;
          at += read;
        }
        if (toHex(this.#hasher.id(this.#buffer, ChunkIdHasher.headroom, end)) !== id) return false;
      }
      return true;
    } finally {
      closeSync(fd);
    }
  }
}

function sameSecond(stat: Stats, entry: Entry): boolean {
  return Math.floor(stat.mtimeMs / 1000) === Number(BigInt(entry.mtimeNs) / 1_000_000_000n);
}
