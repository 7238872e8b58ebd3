import { z } from 'zod';
import { sortKeys } from './closed-lists.ts';
import type { Told } from './said.ts';
import { path, setId, snapshotId, source, type Instant } from './shared.ts';

/** Why a snapshot is not like the others. */
export type SnapshotMark = Told & {
  readonly kind: string;
  readonly severity: 'note' | 'warning' | 'alarm';
};

export type SnapshotRow = {
  readonly id: string;
  readonly at: Instant;
  readonly files: number;
  readonly bytes: number;
  readonly newBytes: number;
  readonly complete: boolean;
  readonly protectedUntil: Instant | null;
  /** 0 to 1 of the protection period. */
  readonly lockShare: number | null;
  readonly kept: boolean;
  readonly pinned: boolean;
  readonly marks: readonly SnapshotMark[];
  readonly skipped: number;
  readonly host: string;
  /** The platform it was made on. */
  readonly platform: string;
  /** In a recovery: everything it needs is there; null: not known. */
  readonly intact: boolean | null;
};

export const entryKinds = ['file', 'folder', 'link', 'other'] as const;

export type EntryRow = {
  /** To hand back, never to show: bytes that are no text are single surrogates in it. */
  readonly path: string;
  /** As people read it; raw bytes that are no text, and control characters, are shown as escapes. */
  readonly name: string;
  readonly kind: (typeof entryKinds)[number];
  readonly size: number;
  readonly modifiedAt: Instant | null;
  /** Entries inside, where a folder tells without being read; null: unknown. */
  readonly target: string | null;
};

export const browseInputs = {
  'snapshots.list': z.strictObject({ source }),
  /** null: the roots. Folders stand first. At most 1,000 of a folder at a time. */
  'tree.list': z.strictObject({
    source,
    snapshot: snapshotId,
    path: path.nullable(),
    offset: z.int().min(0),
    limit: z.int().min(1).max(1000),
    sort: z.enum(sortKeys),
    descending: z.boolean(),
  }),
  /** By parts of names, across all snapshots of a set; what fits best comes first. */
  'search.names': z.strictObject({
    set: setId,
    text: z.string().min(1).max(500),
    offset: z.int().min(0),
    limit: z.int().min(1).max(500),
  }),
  'file.versions': z.strictObject({ source, path }),
  'file.preview': z.strictObject({ source, snapshot: snapshotId, path }),
} as const;

export type TreePage = { readonly entries: readonly EntryRow[]; readonly total: number };

export type SearchHit = {
  /** As of EntryRow. */
  readonly path: string;
  readonly name: string;
  readonly kind: (typeof entryKinds)[number];
  /** Different contents over all snapshots. */
  readonly versions: number;
  readonly newest: { readonly snapshot: string; readonly at: Instant; readonly size: number };
  /** The newest snapshot does not have it any more. */
  readonly gone: boolean;
};

export type SearchPage = {
  readonly hits: readonly SearchHit[];
  /** More than were counted. */
  readonly more: boolean;
  /** Snapshots that the search does not know yet; it is being built. */
  readonly unread: number;
};

export type FileVersion = {
  readonly snapshot: string;
  readonly at: Instant;
  readonly size: number;
  readonly modifiedAt: Instant | null;
  /** Snapshots that hold this very version. */
  readonly snapshots: number;
  /** Against the version before; null: the first. */
  readonly sizeChange: number | null;
  readonly marks: readonly SnapshotMark[];
};

export type Preview =
  | { readonly kind: 'text'; readonly text: string; readonly cut: boolean }
  | {
      readonly kind: 'image';
      readonly mime: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
      /** Shown as a data: URL. */
      readonly base64: string;
    }
  | { readonly kind: 'pdf'; readonly base64: string }
  | { readonly kind: 'none'; readonly reason: 'too-large' | 'binary' | 'folder' | 'empty' };

export type BrowseOutputs = {
  /** Newest first. */
  'snapshots.list': { readonly snapshots: readonly SnapshotRow[]; readonly now: Instant };
  'tree.list': TreePage;
  'search.names': SearchPage;
  /** Newest first. */
  'file.versions': readonly FileVersion[];
  'file.preview': Preview;
};
