import type { RepositoryKeys } from '../crypto/keys.ts';
import { ChunkIdHasher } from '../crypto/chunk-id.ts';
import { toHex } from '../crypto/hex.ts';
import type { ChunkId, Entry } from '../model/entry.ts';
import { PackWriter, packSlackBytes, type FinishedPack } from '../repository/pack-writer.ts';
import { encodeDirectory } from '../repository/tree-node.ts';
import type { ChunkClaims } from './chunk-claims.ts';
import type { NeededPacks } from './needed-packs.ts';

/**
 * Metadata packs are smaller than data packs: browsing reads them whole, and directories are remembered only once
 * their node is uploaded, so this also bounds the memory of a first backup (some 40,000 files a pack).
 */
const treePackBytes = 2 * 1024 * 1024;

export type FinishedTreePack = FinishedPack & { readonly ordinal: number };

/** Encodes directory nodes and fills tree packs with those that are not known. */
export class TreeStore {
  readonly #keys: RepositoryKeys;
  readonly #repositoryId: string;
  readonly #claims: ChunkClaims;
  readonly #hasher: ChunkIdHasher;
  readonly #takeOrdinal: () => number;
  readonly #random: (bytes: number) => Uint8Array;
  readonly #packFinished: (pack: FinishedTreePack) => void;
  #open: { readonly writer: PackWriter; readonly ordinal: number } | undefined;

  constructor(
    keys: RepositoryKeys,
    repositoryId: string,
    claims: ChunkClaims,
    options: {
      readonly takeOrdinal: () => number;
      readonly random: (bytes: number) => Uint8Array;
      readonly packFinished: (pack: FinishedTreePack) => void;
    },
  ) {
    this.#keys = keys;
    this.#repositoryId = repositoryId;
    this.#claims = claims;
    this.#hasher = new ChunkIdHasher(keys.chunkId);
    this.#takeOrdinal = options.takeOrdinal;
    this.#random = options.random;
    this.#packFinished = options.packFinished;
  }

  /** @param packs gains the packs that the node and its pages are in */
  store(entries: readonly Entry[], packs: NeededPacks): ChunkId {
    const { node, pages } = encodeDirectory(entries, (bytes) => toHex(this.#hasher.id(bytes)));
    for (const page of pages) this.#keep(page.bytes, packs);
    return toHex(this.#keep(node, packs));
  }

  /** Finishes the open pack, if there is one. */
  flush(): void {
    if (this.#open === undefined) return;
    const { writer, ordinal } = this.#open;
    this.#open = undefined;
    this.#packFinished({ ...writer.finish(), ordinal });
  }

  #keep(bytes: Uint8Array, packs: NeededPacks): Uint8Array {
    const id = this.#hasher.id(bytes);
    if (this.#claims.ask(id)[0] === 0) {
      this.#open ??= {
        ordinal: this.#takeOrdinal(),
        writer: new PackWriter({
          kind: 'tree',
          key: this.#keys.tree,
          repositoryId: this.#repositoryId,
          buffer: new Uint8Array(treePackBytes + packSlackBytes),
          targetBytes: treePackBytes,
          random: this.#random,
        }),
      };
      this.#claims.placed(id, Uint32Array.of(this.#open.ordinal));
      this.#open.writer.add(id, bytes);
      if (this.#open.writer.isFull) this.flush();
    }
    packs.add(this.#claims.placeOf(id));
    return id;
  }
}
