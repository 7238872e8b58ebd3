import type { BigIntStats } from 'node:fs';
import type { BytePath } from '../model/entry.ts';

/**
 * A directory as the file system showed it, in one buffer that two runs can compare at once:
 * a u64 count, a u64 device number, then per entry eight i64 (mode, uid and gid, size, mtime ns, ctime ns, inode, link count,
 * rdev), then the names (raw bytes) each followed by a NUL. Entries are sorted by name, byte order. The
 * device number is no part of the comparison: it changes with every mount on btrfs and LVM, and a change of
 * it alone would re-read a whole disk.
 */
export const fieldsPerEntry = 8;
const headerFields = 2;

export type ListedStat = {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly inode: bigint;
  readonly links: number;
  readonly rdev: number;
};

/**
 * @param stats of `names`, same order
 * @param distrust entries whose time stamps are too young to show a later change (the racy rule of git's
 *   index): `marker` takes the place of their ctime, so the next run reads them again
 * @param marker negative and never used by another run
 */
export function encodeListing(
  names: readonly BytePath[],
  stats: readonly BigIntStats[],
  device: bigint,
  distrust: (stat: BigIntStats) => boolean,
  marker: bigint,
): Uint8Array {
  const namesBytes = Buffer.from(names.length === 0 ? '' : `${names.join('\0')}\0`, 'latin1');
  const recordBytes = (headerFields + names.length * fieldsPerEntry) * 8;
  const bytes = new Uint8Array(recordBytes + namesBytes.length);
  const fields = new BigInt64Array(bytes.buffer, 0, recordBytes / 8);
  fields[0] = BigInt(names.length);
  fields[1] = device;
  let at = headerFields;
  for (const stat of stats) {
    fields[at++] = stat.mode;
    fields[at++] = (stat.uid << 32n) | stat.gid;
    fields[at++] = stat.size;
    fields[at++] = stat.mtimeNs;
    fields[at++] = distrust(stat) ? marker : stat.ctimeNs;
    fields[at++] = stat.ino;
    fields[at++] = stat.nlink;
    fields[at++] = stat.rdev;
  }
  bytes.set(namesBytes, recordBytes);
  return bytes;
}

/** A readable view of an encoded listing. */
export class Listing {
  readonly bytes: Uint8Array;
  readonly names: readonly BytePath[];
  readonly #fields: BigInt64Array;

  constructor(bytes: Uint8Array) {
    // A BLOB from SQLite may start at any address; i64 views need multiples of 8. (A Buffer's own slice does not copy.)
    this.bytes = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
    const count = Number(new BigInt64Array(this.bytes.buffer, this.bytes.byteOffset, 1)[0]);
    const fieldCount = headerFields + count * fieldsPerEntry;
    this.#fields = new BigInt64Array(this.bytes.buffer, this.bytes.byteOffset, fieldCount);
    const text = Buffer.from(
      this.bytes.buffer,
      this.bytes.byteOffset + fieldCount * 8,
      this.bytes.byteLength - fieldCount * 8,
    ).toString('latin1');
    this.names = count === 0 ? [] : text.slice(0, -1).split('\0');
  }

  get device(): bigint {
    return this.#fields[1] ?? 0n;
  }

  stat(index: number): ListedStat {
    const at = headerFields + index * fieldsPerEntry;
    const field = (offset: number): bigint => this.#fields[at + offset] ?? 0n;
    return {
      mode: Number(field(0)),
      uid: Number(field(1) >> 32n),
      gid: Number(field(1) & 0xffffffffn),
      size: Number(field(2)),
      mtimeNs: field(3),
      inode: field(5),
      links: Number(field(6)),
      rdev: Number(field(7)),
    };
  }

  /** True where both say the same of these entries; a distrusted one never equals. */
  sameEntry(index: number, other: Listing, otherIndex: number): boolean {
    const a = headerFields + index * fieldsPerEntry;
    const b = headerFields + otherIndex * fieldsPerEntry;
    for (let field = 0; field < fieldsPerEntry; field++)
      if (this.#fields[a + field] !== other.#fields[b + field]) return false;
    return true;
  }
}

/** The one comparison that an unchanged directory costs: all but the device number. */
export function sameListing(a: Uint8Array, b: Uint8Array): boolean {
  return (
    a.byteLength === b.byteLength &&
    Buffer.compare(a.subarray(0, 8), b.subarray(0, 8)) === 0 &&
    Buffer.compare(a.subarray(16), b.subarray(16)) === 0
  );
}

/** Marks an entry as not to be trusted next time (it changed while it was read). */
export function distrustEntry(bytes: Uint8Array, index: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  view.setBigInt64((headerFields + index * fieldsPerEntry + 4) * 8, -1n, true);
}
