import { ChunkIdHasher } from '../crypto/chunk-id.ts';
import { toHex } from '../crypto/hex.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { ChunkId, DirectoryNode, Entry } from '../model/entry.ts';
import { openSegment } from '../repository/pack-reader.ts';
import { decodeDirectory } from '../repository/tree-node.ts';
import { ByteBoundedCache } from './byte-bounded-cache.ts';
import type { ChunkLocator, ChunkPlace, ReadableRepository } from './chunk-place.ts';

const mebibyte = 1 << 20;

export type TreeReaderOptions = {
  /**
   * true: a pack is read whole the first time it is touched (a walk of everything); false: only the segments that
   * are needed (looking at one directory). A pack that the cache cannot hold is always read in segments.
   */
  readonly wholePacks?: boolean;
  readonly maxPackBytes?: number;
  readonly maxSegmentBytes?: number;
};

/** Reads directory nodes out of tree packs, by version, with bounded memory. Every node is checked against its id. */
export class TreeReader {
  readonly #repository: ReadableRepository;
  readonly #locator: ChunkLocator;
  readonly #hasher: ChunkIdHasher;
  readonly #wholePacks: boolean;
  readonly #maxPackBytes: number;
  readonly #packs: ByteBoundedCache<string, Uint8Array>;
  readonly #segments: ByteBoundedCache<string, Uint8Array>;
  readonly #opening = new Map<string, Promise<Uint8Array>>();

  constructor(repository: ReadableRepository, locator: ChunkLocator, options: TreeReaderOptions = {}) {
    this.#repository = repository;
    this.#locator = locator;
    this.#hasher = new ChunkIdHasher(repository.keys.chunkId);
    this.#wholePacks = options.wholePacks ?? false;
    this.#maxPackBytes = options.maxPackBytes ?? 48 * mebibyte;
    this.#packs = new ByteBoundedCache(this.#maxPackBytes);
    this.#segments = new ByteBoundedCache(options.maxSegmentBytes ?? 16 * mebibyte);
  }

  /**
   * The entries of a directory, in order, a page at a time.
   * @throws chunk-missing, object-missing, object-damaged
   */
  async *entries(node: ChunkId): AsyncGenerator<readonly Entry[]> {
    yield* this.entriesOf(await this.directory(node));
  }

  /** A directory's node, or a page of one. @throws chunk-missing, object-missing, object-damaged */
  async directory(id: ChunkId): Promise<DirectoryNode> {
    return decodeDirectory(await this.chunk(id));
  }

  async *entriesOf(directory: DirectoryNode): AsyncGenerator<readonly Entry[]> {
    if ('entries' in directory) {
      yield directory.entries;
      return;
    }
    for (const page of directory.pages) {
      const part = await this.directory(page);
      if (!('entries' in part))
        throw new HoldfastError('object-damaged', { reason: 'a page of pages in a directory' });
      yield part.entries;
    }
  }

  /** Plaintext of a tree chunk, checked against its id. Do not change or keep it. */
  async chunk(id: ChunkId): Promise<Uint8Array> {
    const place = this.#locator.locate(Buffer.from(id, 'hex'), 'tree');
    if (place === undefined) throw new HoldfastError('chunk-missing', { path: 'a directory', id });
    if (place.kind !== 'tree')
      throw new HoldfastError('object-damaged', {
        name: place.pack.name,
        reason: 'a directory lies among file data',
      });
    const plain = await this.#segment(place);
    const end = place.offset + place.length;
    if (end > plain.length || toHex(this.#hasher.id(plain, place.offset, end)) !== id)
      throw new HoldfastError('object-damaged', {
        name: place.pack.name,
        reason: 'a directory in it does not have the contents that its id promises',
      });
    return plain.subarray(place.offset, end);
  }

  async #segment(place: ChunkPlace): Promise<Uint8Array> {
    const key = `${place.pack.name} ${place.pack.versionId} ${place.segment.offset}`;
    const known = this.#segments.get(key);
    if (known) return known;
    // Several that are asked for at the same time often lie in one.
    const opening = this.#opening.get(key) ?? this.#open(key, place);
    this.#opening.set(key, opening);
    try {
      return await opening;
    } finally {
      this.#opening.delete(key);
    }
  }

  async #open(key: string, place: ChunkPlace): Promise<Uint8Array> {
    const sealed = await this.#sealed(place);
    const { keys, repositoryId } = this.#repository;
    const plain = openSegment(keys, repositoryId, 'tree', sealed, place.segment.plainLength);
    this.#segments.set(key, plain);
    return plain;
  }

  async #sealed({ pack, segment }: ChunkPlace): Promise<Uint8Array> {
    const version = { name: this.#repository.prefix + pack.name, versionId: pack.versionId };
    const end = segment.offset + segment.sealedLength;
    if (end > pack.size)
      throw new HoldfastError('object-damaged', { name: pack.name, reason: 'it is too short' });
    if (!this.#wholePacks || pack.size > this.#maxPackBytes)
      return await this.#repository.store.get(version, { start: segment.offset, end });
    const key = `${pack.name} ${pack.versionId}`;
    let whole = this.#packs.get(key);
    if (whole === undefined) {
      whole = await this.#repository.store.get(version);
      this.#packs.set(key, whole);
    }
    return whole.subarray(segment.offset, end);
  }
}
