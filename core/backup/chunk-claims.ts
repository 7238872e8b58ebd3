import type { Catalog } from '../catalog/catalog.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';

const idBytes = 32;

/** A chunk that this run stores; `pack` is known once it was sealed into one. */
export type Claim = { pack: number | undefined };

/**
 * Which chunks of a kind are known, which are being stored, which are new. The one place that decides it, so two workers
 * never store the same chunk. Memory holds only what is not in the catalog yet.
 */
export class ChunkClaims {
  readonly #catalog: Catalog;
  readonly #kind: 'data' | 'tree';
  readonly #usable: (pack: number) => boolean;
  readonly #claims = new Map<string, Claim>();

  /** @param usable whether a pack's confirmed lock runs, so that what lies in it may be counted on */
  constructor(catalog: Catalog, kind: 'data' | 'tree', usable: (pack: number) => boolean) {
    this.#catalog = catalog;
    this.#kind = kind;
    this.#usable = usable;
  }

  /** By chunk: 1 = known or being stored, 0 = the asker shall store it now. */
  ask(ids: Uint8Array): Uint8Array {
    const known = new Uint8Array(ids.length / idBytes);
    for (let index = 0; index < known.length; index++) {
      const id = ids.subarray(index * idBytes, (index + 1) * idBytes);
      if (this.find(id) !== undefined) known[index] = 1;
      else this.#claims.set(keyOf(id), { pack: undefined });
    }
    return known;
  }

  /** The claimed chunks among `ids` went to these packs; 0: not one of the asker's. */
  placed(ids: Uint8Array, packs: Uint32Array): void {
    for (const [index, pack] of packs.entries()) {
      if (pack === 0) continue;
      const claim = this.#claims.get(keyOf(ids.subarray(index * idBytes, (index + 1) * idBytes)));
      if (claim) claim.pack = pack;
    }
  }

  /** Where a chunk is or will be; undefined: neither. */
  find(id: Uint8Array): number | Claim | undefined {
    const claim = this.#claims.get(keyOf(id));
    if (claim) return claim.pack ?? claim;
    const pack = this.#catalog.chunks.packOf(id, this.#kind);
    return pack !== undefined && this.#usable(pack) ? pack : undefined;
  }

  /** As `find`, for a chunk that `ask` has been told of: it stays known as long as the pass lasts. */
  placeOf(id: Uint8Array): number | Claim {
    const place = this.find(id);
    if (place === undefined) throw new HoldfastError('bug', { reason: 'a stored chunk is nowhere' });
    return place;
  }

  /**
   * The catalog has these now, in this pack. Whoever holds a claim on one learns the pack here: the upload may be over
   * before the worker that stored it says where it went.
   */
  settled(ids: readonly Uint8Array[], pack: number): void {
    for (const id of ids) {
      const claim = this.#claims.get(keyOf(id));
      if (claim) claim.pack ??= pack;
      // Where the catalog keeps to another place, this run goes on with its own, which it knows to be locked.
      if (this.#catalog.chunks.packOf(id, this.#kind) === pack) this.#claims.delete(keyOf(id));
    }
  }
}

const keyOf = (id: Uint8Array): string =>
  Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString('latin1');
