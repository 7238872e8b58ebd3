import type { EntryType } from '../model/entry.ts';

/** Item types by their number in the plan. */
export const itemTypes = [
  'file',
  'symlink',
  'fifo',
  'socket',
  'character-device',
  'block-device',
  'link',
] as const;

/** `link`: a further name of an item that is restored by itself. */
export type ItemType = Exclude<EntryType, 'directory'> | 'link';

/** What is to become of a directory. */
export const directoryStates = { fresh: 0, existing: 1, unusable: 2 } as const;

/**
 * What is to become of an item. `keep`: it is there already; `replace`: written beside, then renamed over what is there;
 * `lost`: it could not even be begun, so its pieces are not written.
 */
export const itemStates = { fresh: 0, keep: 1, replace: 2, lost: 3 } as const;

export const noIndex = 0xffff_ffff;

/**
 * What a restore will do: columns of numbers in shared memory, so that a million files take about 130 bytes each
 * and workers read them in place. Rows are written while planning; later only states and names change, and
 * only in the orchestrating thread, before the message that makes a worker look.
 */
export type RestorePlan = {
  /** Absolute; raw bytes as a BytePath. */
  readonly destination: string;
  /** Names, texts and extended attributes: each a length (u32) and so many bytes, at the offsets kept elsewhere. */
  readonly texts: Uint8Array;
  /** Row 0 is the destination itself. A parent has a lower row than its children. */
  readonly directories: {
    readonly count: number;
    readonly parent: Uint32Array;
    readonly name: Uint32Array;
    readonly state: Uint8Array;
    /** Planned with metadata (1), or only on the way to a root (0). */
    readonly hasMetadata: Uint8Array;
    readonly metadata: MetadataColumns;
  };
  /** Everything else. */
  readonly items: {
    readonly count: number;
    readonly directory: Uint32Array;
    readonly name: Uint32Array;
    /** Index into itemTypes. */
    readonly type: Uint8Array;
    readonly state: Uint8Array;
    readonly sparse: Uint8Array;
    readonly size: Float64Array;
    readonly firstPiece: Uint32Array;
    readonly pieceCount: Uint32Array;
    /** symlink: offset of its target in texts; device: its number; link: the item it is another name of. */
    readonly special: Float64Array;
    readonly metadata: MetadataColumns;
  };
  /** The chunks of files, in file order. */
  readonly pieces: {
    readonly count: number;
    /** Index into `packs`. */
    readonly pack: Uint32Array;
    readonly segmentOffset: Uint32Array;
    readonly sealedLength: Uint32Array;
    readonly plainLength: Uint32Array;
    /** In the segment's plaintext. */
    readonly offset: Uint32Array;
    readonly length: Uint32Array;
    readonly item: Uint32Array;
    readonly fileOffset: Float64Array;
    /** 32 bytes each. */
    readonly id: Uint8Array;
  };
};

export type MetadataColumns = {
  readonly mode: Uint16Array;
  readonly uid: Uint32Array;
  readonly gid: Uint32Array;
  /** Seconds since 1970, rounded down, and the nanoseconds that follow. */
  readonly seconds: Float64Array;
  readonly nanoseconds: Uint32Array;
  /** Offset in texts of the JSON of Entry.xattrs; noIndex: none. */
  readonly xattrs: Uint32Array;
};

/** A pack that the plan reads. Name relative to the prefix. */
export type PlannedPack = { readonly name: string; readonly versionId: string; readonly size: number };

const lengthBytes = 4;

export function readText(plan: Pick<RestorePlan, 'texts'>, offset: number): string {
  const { texts } = plan;
  const length = readLength(texts, offset);
  return Buffer.from(texts.buffer, texts.byteOffset + offset + lengthBytes, length).toString('latin1');
}

function readLength(texts: Uint8Array, offset: number): number {
  const byte = (at: number): number => texts[offset + at] ?? 0;
  return byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24);
}

/** Bytes to append to texts for a latin1 text. */
export function textBytes(text: string): Uint8Array {
  const bytes = Buffer.allocUnsafe(lengthBytes + text.length);
  bytes.writeUInt32LE(text.length, 0);
  bytes.write(text, lengthBytes, 'latin1');
  return bytes;
}
