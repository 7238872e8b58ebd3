import type { BytePath } from '../model/entry.ts';
import type { ExtendedAttributes } from '../source/extended-attributes.ts';

export type StoreWorkerSettings = {
  readonly keys: { readonly chunkId: Uint8Array; readonly gear: Uint8Array; readonly data: Uint8Array };
  readonly repositoryId: string;
  readonly chunking: { readonly min: number; readonly avg: number; readonly max: number };
  readonly packTargetBytes: number;
  /** One Int32: the next pack ordinal, taken by Atomics.add. */
  readonly ordinals: SharedArrayBuffer;
};

/** A file to read; `file` is the run's own number for it. */
export type FileToStore = { readonly file: number; readonly path: BytePath };

export type ToStoreWorker =
  | { readonly kind: 'files'; readonly files: readonly FileToStore[] }
  /** By chunk of the batch: 1 = known already, 0 = store it. */
  | { readonly kind: 'answer'; readonly known: Uint8Array }
  /** Room for a pack, as asked for by `need-buffer`; it goes back with the pack. */
  | { readonly kind: 'buffer'; readonly buffer: ArrayBuffer }
  /** Finish the open pack now, full or not. */
  | { readonly kind: 'flush' };

export type FileStat = {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeNs: string;
  /** `device:inode` where the file has several names. */
  readonly link: string | undefined;
};

/** What became of one file. */
export type StoredFile = {
  readonly file: number;
  /** The file's chunks are the next so many of the message. */
  readonly chunkCount: number;
  readonly size: number;
  readonly stat: FileStat | undefined;
  readonly sparse: boolean;
  /** What its contents look like (core/detection/look.ts). */
  readonly look: number;
  readonly xattrs: ExtendedAttributes | undefined;
  /** Why it could not be stored; it has no chunks then. */
  readonly skipped: string | undefined;
  /** It changed while it was read, twice; what was read is stored. */
  readonly changed: boolean;
};

export type FromStoreWorker =
  /** Which of these are known? Answered in order by `answer`. */
  | { readonly kind: 'ask'; readonly ids: Uint8Array }
  | {
      readonly kind: 'stored';
      /** Of the chunks of the last unanswered `ask` that were new: the ordinal of the pack each went to, 0 for known ones. */
      readonly packs: Uint32Array;
      readonly askedIds: Uint8Array;
      readonly files: readonly StoredFile[];
      /** Chunk ids and lengths of `files`, in order. */
      readonly ids: Uint8Array;
      readonly lengths: Float64Array;
    }
  | {
      readonly kind: 'pack';
      readonly ordinal: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly sha256: string;
      /** Base64: S3 asks for it, and the main thread has less time than a worker. */
      readonly md5: string;
      readonly contents: Uint8Array;
      readonly plainBytes: number;
    }
  /** Room for the next pack, please. */
  | { readonly kind: 'need-buffer' }
  /** Every chunk asked for before is in a pack that was sent. */
  | { readonly kind: 'flushed' };
