import type { Catalog } from '../catalog/catalog.ts';
import { countsFrom } from '../locks/usable-pack.ts';
import { returnMemory } from '../system/return-memory.ts';
import type { ChunkClaims } from './chunk-claims.ts';
import type { LargeRunGate } from './large-run.ts';
import type { LeasedWriter } from './leased-writer.ts';

export type PackToUpload = {
  readonly kind: 'data' | 'tree';
  readonly ordinal: number;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly md5?: string;
  readonly contents: Uint8Array;
  readonly plainBytes: number;
};

/** Packs on their way: uploaded under a lock, the lock confirmed, then and only then in the catalog. */
export class PackUploads {
  readonly #catalog: Catalog;
  readonly #writer: LeasedWriter;
  readonly #claims: Record<PackToUpload['kind'], ChunkClaims>;
  readonly #afterEach: () => void;
  readonly #gate: LargeRunGate | undefined;
  readonly #confirmed = new Set<number>();
  readonly #running = new Set<Promise<void>>();
  storedBytes = 0;
  newBytes = 0;
  packs = 0;

  /** @param afterEach inside the transaction that adds a pack */
  constructor(
    catalog: Catalog,
    writer: LeasedWriter,
    claims: Record<PackToUpload['kind'], ChunkClaims>,
    afterEach: () => void,
    gate?: LargeRunGate,
  ) {
    this.#catalog = catalog;
    this.#writer = writer;
    this.#claims = claims;
    this.#afterEach = afterEach;
    this.#gate = gate;
  }

  /** Uploaded by this run, its lock read back. */
  confirmed(pack: number): boolean {
    return this.#confirmed.has(pack);
  }

  /** Resolves when the pack is safe and its memory may be used again. */
  start(pack: PackToUpload): Promise<void> {
    const upload = this.#upload(pack).finally(() => this.#running.delete(upload));
    this.#running.add(upload);
    return upload;
  }

  /** Resolves when all that is on its way now is safe. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** Resolves when nothing is on its way, well or badly. */
  async ended(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  async #upload(pack: PackToUpload): Promise<void> {
    await this.#gate?.pass(pack.bytes.length);
    const row = await this.#writer.put(pack);
    this.#confirmed.add(pack.ordinal);
    this.storedBytes += row.size;
    this.newBytes += pack.kind === 'data' ? pack.plainBytes : 0;
    this.packs++;
    const ids = this.#catalog.transaction(() => {
      this.#catalog.objects.add({ ...row, id: pack.ordinal });
      const added = this.#catalog.chunks.addPack(
        pack.ordinal,
        pack.contents,
        countsFrom(row.uploadedAt, this.#writer.policy),
        false,
      );
      this.#afterEach();
      return added;
    });
    this.#claims[pack.kind].settled(ids, pack.ordinal);
    returnMemory();
  }
}
