/**
 * A file name or path as its raw bytes, one character per byte (latin1), so that names that are not
 * UTF-8 survive. ASCII paths look like themselves. `/` separates; never starts or ends with `/`.
 */
export type BytePath = string & { readonly __bytePath?: never };

export type EntryType =
  'file' | 'directory' | 'symlink' | 'fifo' | 'socket' | 'character-device' | 'block-device';

/** 64 lower-case hex digits: HMAC-SHA-256 of the chunk's plaintext under the chunk-id key. */
export type ChunkId = string;

/** A content reference inside a tree node. */
export type ContentRef = { readonly id: ChunkId; readonly length: number };

/** One thing in a directory, as a tree node keeps it. */
export type Entry = {
  /** Raw bytes of the name (see BytePath); never empty, `.`, `..`, and never contains `/` or NUL. */
  readonly name: BytePath;
  readonly type: EntryType;
  /** Permission bits, 0 to 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Nanoseconds since 1970, decimal; may be negative. */
  readonly mtimeNs: string;
  /** file: bytes. Others 0. */
  readonly size: number;
  /** file: its contents in order; their lengths add up to `size`. */
  readonly content?: readonly ContentRef[];
  /** directory: the chunk id of its node. */
  readonly node?: ChunkId;
  /** symlink: where it points, raw bytes. */
  readonly target?: BytePath;
  /** device files: the raw device number (rdev). */
  readonly device?: number;
  /** Same number = same inode, where a file has several names inside the snapshot. */
  readonly link?: string;
  /** file: what its contents looked like when they were read (core/detection/look.ts); absent: nobody looked. */
  readonly look?: number;
  /** The file had holes; restore leaves runs of zero bytes unwritten. */
  readonly sparse?: boolean;
  /** Extended attributes: name, value in base64. */
  readonly xattrs?: readonly (readonly [string, string])[];
};

/**
 * A directory: either its entries, sorted by name (byte order), or, for a huge directory, the chunk ids
 * of pages that hold them in the same order.
 */
export type DirectoryNode = { readonly entries: readonly Entry[] } | { readonly pages: readonly ChunkId[] };
