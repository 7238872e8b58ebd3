import type { SnapshotToRead } from '../../catalog/names/read-snapshot.ts';
import type { NameHits } from '../../catalog/names/search-names.ts';
import type { RepositoryKeys } from '../../crypto/keys.ts';
import type { ErrorDetails } from '../../errors/details.ts';
import type { ErrorCode } from '../../errors/words.ts';
import type { ByteRange, ObjectVersion } from '../../model/object.ts';

/** What the thread that reads names is started with. */
export type ReadNamesTask = {
  readonly file: string;
  readonly catalogFile: string;
  readonly repositoryId: string;
  readonly prefix: string;
  readonly keys: RepositoryKeys;
  /** What there is turned out to be damaged where a search read it. */
  readonly anew: boolean;
  /** Ends after so long, and is started again: nothing that has to wait for a set waits for all of it. */
  readonly sliceMs: number;
  /** All there are, oldest first. */
  readonly snapshots: readonly SnapshotToRead[];
};

/** It asks its engine for bytes: keys of the storage, retries and limits stay there. */
export type FromReader =
  | {
      readonly kind: 'get';
      readonly call: number;
      readonly version: ObjectVersion;
      readonly range?: ByteRange;
    }
  | { readonly kind: 'read'; readonly snapshot: string }
  /** Time was up before all was read. */
  | { readonly kind: 'more' }
  | { readonly kind: 'failed'; readonly error: SentError };

export type ToReader =
  | { readonly kind: 'got'; readonly call: number; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly call: number; readonly error: SentError }
  | { readonly kind: 'stop' };

export type SentError = { readonly code: ErrorCode; readonly details: ErrorDetails };

export type SearchTask = {
  readonly call: number;
  readonly file: string;
  readonly repositoryId: string;
  readonly text: string;
  readonly offset: number;
  readonly limit: number;
  /** Snapshots that still are; the index may know some that were let go since. */
  readonly there: ReadonlySet<string>;
};

export type SearchAnswer =
  | { readonly kind: 'found'; readonly call: number; readonly hits: NameHits }
  /** There is no index, or a damaged one. */
  | { readonly kind: 'none'; readonly call: number; readonly damaged: boolean }
  | { readonly kind: 'failed'; readonly call: number; readonly error: SentError };
