import type { BytePath } from '../model/entry.ts';
import type { SkippedPath } from '../model/snapshot.ts';
import type { ExclusionRules } from './exclusion.ts';
import type { ExtendedAttributes } from './extended-attributes.ts';
import type { TreeCounts } from './tree-counts.ts';

export type ScanRequest = {
  readonly catalogFile: string;
  /** Absolute directories, no two the same. */
  readonly roots: readonly BytePath[];
  readonly rules: ExclusionRules;
  /** Absolute paths that are never entered (Holdfast's own home). */
  readonly never: readonly BytePath[];
  /** By pack ordinal: 1 where the pack's confirmed lock runs, so that what lies in it need not be stored again. */
  readonly usablePacks: Uint8Array;
  /** This computer's clock at the start, ns. */
  readonly startedNs: bigint;
  /** See scan-flow.ts. */
  readonly flow: SharedArrayBuffer;
};

/** A child directory that is wholly as it was, to any depth. */
export type UnchangedChild = {
  readonly index: number;
  readonly node: Uint8Array;
  readonly counts: TreeCounts;
  /** Ordinals of the packs that it needs, to any depth. */
  readonly packs: Uint32Array;
};

/** A directory in which something changed. Its children come first. */
export type ChangedDirectory = {
  readonly path: BytePath;
  /** Encoded listing (listing.ts) of what is to be kept. */
  readonly listing: Uint8Array;
  readonly unchanged: readonly UnchangedChild[];
  /** Cached entries (as in the catalog) of the last time; undefined: never seen, or not to be trusted. */
  readonly cachedEntries: Uint8Array | undefined;
  /** By index: the cached entry of this name still holds. */
  readonly reusable: Uint8Array;
  readonly xattrs: readonly (readonly [number, ExtendedAttributes])[];
  /** Not all of it could be read: do not remember it. */
  readonly incomplete: boolean;
};

export type ScanMessage =
  | {
      readonly kind: 'directories';
      readonly directories: readonly ChangedDirectory[];
      readonly skipped: readonly SkippedPath[];
    }
  | { readonly kind: 'root'; readonly path: BytePath; readonly unchanged: UnchangedChild | undefined }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly reason: string };
