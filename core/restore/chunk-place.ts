import type { RepositoryKeys } from '../crypto/keys.ts';
import type { ObjectStore } from '../storage/object-store.ts';

/** Where a chunk's bytes lie. `pack.name` is relative to the prefix. */
export type ChunkPlace = {
  readonly pack: { readonly name: string; readonly versionId: string; readonly size: number };
  readonly kind: 'data' | 'tree';
  readonly segment: { readonly offset: number; readonly sealedLength: number; readonly plainLength: number };
  /** Of the chunk within the segment's plaintext. */
  readonly offset: number;
  readonly length: number;
};

/** What reading needs of the catalog. */
export type ChunkLocator = {
  /** @param kind a file may hold the very bytes of a directory node: the same id, in a pack of each kind */
  locate(id: Uint8Array, kind: ChunkPlace['kind']): ChunkPlace | undefined;
};

/** What reading needs of a repository: nothing that writes. */
export type ReadableRepository = {
  readonly store: Pick<ObjectStore, 'get'>;
  readonly prefix: string;
  readonly repositoryId: string;
  readonly keys: RepositoryKeys;
};
