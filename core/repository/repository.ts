import type { ChunkSizes } from '../chunker/chunk-sizes.ts';
import type { RepositoryKeys } from '../crypto/keys.ts';
import type { ObjectStore } from '../storage/object-store.ts';

/** An opened repository: where it is, and the keys to read and write it. */
export type Repository = {
  readonly store: ObjectStore;
  /** '' or ends in '/'. */
  readonly prefix: string;
  readonly repositoryId: string;
  readonly keys: RepositoryKeys;
  readonly chunking: ChunkSizes;
};
