import { randomBytes } from 'node:crypto';
import { ChunkIdHasher } from '../core/crypto/chunk-id.ts';
import { toHex } from '../core/crypto/hex.ts';
import { deriveKeys } from '../core/crypto/keys.ts';
import type { ChunkId, Entry } from '../core/model/entry.ts';
import { decodePackContents } from '../core/repository/pack-contents.ts';
import { PackWriter } from '../core/repository/pack-writer.ts';
import { encodeDirectory } from '../core/repository/tree-node.ts';
import type { ChunkLocator, ChunkPlace, ReadableRepository } from '../core/restore/chunk-place.ts';

const repositoryId = '00112233445566778899aabbccddeeff';
const name = 'packs/tree';

/** Trees in one pack in memory, sealed and laid out as a backup does it: what is measured is reading alone. */
export class TreesInMemory implements ChunkLocator {
  readonly #keys = deriveKeys(new Uint8Array(32).fill(7));
  readonly #hasher = new ChunkIdHasher(this.#keys.chunkId);
  readonly #places = new Map<ChunkId, ChunkPlace>();
  readonly #writer = new PackWriter({
    kind: 'tree',
    key: this.#keys.tree,
    repositoryId,
    buffer: new Uint8Array(64 << 20),
    targetBytes: 1e9,
    random: randomBytes,
  });
  readonly #written = new Set<ChunkId>();
  #pack = new Uint8Array(0);

  get readable(): ReadableRepository {
    const get = async (
      _: unknown,
      range?: { readonly start: number; readonly end: number },
    ): Promise<Uint8Array> => this.#pack.slice(range?.start, range?.end);
    return { store: { get }, prefix: '', repositoryId, keys: this.#keys };
  }

  node(entries: readonly Entry[]): ChunkId {
    const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const { node, pages } = encodeDirectory(sorted, (bytes) => toHex(this.#hasher.id(bytes)));
    for (const page of pages) this.#add(page.bytes);
    return this.#add(node);
  }

  seal(): void {
    const { bytes, contents } = this.#writer.finish();
    this.#pack = bytes.slice();
    const { segments, chunks } = decodePackContents(contents);
    for (const { id, segment, offset, length } of chunks)
      this.#places.set(toHex(id), {
        pack: { name, versionId: '1', size: this.#pack.length },
        kind: 'tree',
        segment: segments[segment]!,
        offset,
        length,
      });
  }

  locate(id: Uint8Array, kind: ChunkPlace['kind']): ChunkPlace | undefined {
    return kind === 'tree' ? this.#places.get(toHex(id)) : undefined;
  }

  #add(bytes: Uint8Array): ChunkId {
    const id = this.#hasher.id(bytes);
    const hex = toHex(id);
    if (!this.#written.has(hex)) this.#writer.add(id, bytes);
    this.#written.add(hex);
    return hex;
  }
}
