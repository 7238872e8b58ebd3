import type { PackContents } from '../repository/pack-contents.ts';
import { GrowingColumn } from '../restore/growing-column.ts';
import type { ChunkPlace } from '../restore/chunk-place.ts';

export type TablePack = {
  readonly name: string;
  readonly versionId: string;
  readonly size: number;
  readonly kind: 'data' | 'tree';
};

const idBytes = 32;
const none = 0xffff_ffff;

/**
 * Every place of every chunk, about 70 bytes each and no objects, so that a check needs no catalog: it proves what a
 * clean machine could read. Packs have numbers in the order they were added.
 */
export class ChunkTable {
  readonly packs: TablePack[] = [];
  readonly #ids = new GrowingColumn(Uint8Array);
  readonly #pack = new GrowingColumn(Uint32Array);
  readonly #segmentOffset = new GrowingColumn(Uint32Array);
  readonly #sealedLength = new GrowingColumn(Uint32Array);
  readonly #plainLength = new GrowingColumn(Uint32Array);
  readonly #offset = new GrowingColumn(Uint32Array);
  readonly #length = new GrowingColumn(Uint32Array);
  readonly #next = new GrowingColumn(Uint32Array);
  readonly #badChunks = new Set<string>();
  /** By the first bytes of the id, which are as good as random. */
  #heads = new Uint32Array(1 << 16).fill(none);

  get count(): number {
    return this.#pack.length;
  }

  /** @returns the pack's number */
  addPack(pack: TablePack, contents: PackContents): number {
    const number = this.packs.push(pack) - 1;
    for (const chunk of contents.chunks) {
      const segment = contents.segments[chunk.segment];
      if (!segment) continue;
      if (this.count >= 2 * this.#heads.length) this.#rehash();
      const row = this.count;
      this.#ids.append(chunk.id);
      this.#pack.push(number);
      this.#segmentOffset.push(segment.offset);
      this.#sealedLength.push(segment.sealedLength);
      this.#plainLength.push(segment.plainLength);
      this.#offset.push(chunk.offset);
      this.#length.push(chunk.length);
      this.#next.push(none);
      this.#hang(row);
    }
    return number;
  }

  markBad(pack: number, id: Uint8Array): void {
    this.#badChunks.add(badKey(pack, id));
  }

  /** All places of a chunk. */
  *places(
    id: Uint8Array,
  ): Generator<{ readonly pack: number; readonly place: ChunkPlace; readonly bad: boolean }> {
    for (let row = this.#heads[this.#bucket(id, 0)] ?? none; row !== none; row = this.#next.at(row)) {
      if (!this.#hasId(row, id)) continue;
      const pack = this.#pack.at(row);
      const { kind, ...version } = this.packs[pack]!;
      yield {
        pack,
        bad: this.#badChunks.size > 0 && this.#badChunks.has(badKey(pack, id)),
        place: {
          pack: version,
          kind,
          segment: {
            offset: this.#segmentOffset.at(row),
            sealedLength: this.#sealedLength.at(row),
            plainLength: this.#plainLength.at(row),
          },
          offset: this.#offset.at(row),
          length: this.#length.at(row),
        },
      };
    }
  }

  #bucket(bytes: Uint8Array, at: number): number {
    const hash =
      (bytes[at] ?? 0) |
      ((bytes[at + 1] ?? 0) << 8) |
      ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 3] ?? 0) << 24);
    return (hash >>> 0) % this.#heads.length;
  }

  #hasId(row: number, id: Uint8Array): boolean {
    const ids = this.#ids.cells;
    const base = row * idBytes;
    for (let at = 0; at < idBytes; at++) if (ids[base + at] !== id[at]) return false;
    return true;
  }

  /** At the end of its chain, so that places come in the order they were added. */
  #hang(row: number): void {
    const bucket = this.#bucket(this.#ids.cells, row * idBytes);
    let last = this.#heads[bucket] ?? none;
    if (last === none) {
      this.#heads[bucket] = row;
      return;
    }
    for (let next = this.#next.at(last); next !== none; next = this.#next.at(last)) last = next;
    this.#next.set(last, row);
  }

  #rehash(): void {
    this.#heads = new Uint32Array(4 * this.#heads.length).fill(none);
    for (let row = 0; row < this.count; row++) this.#next.set(row, none);
    for (let row = 0; row < this.count; row++) this.#hang(row);
  }
}

function badKey(pack: number, id: Uint8Array): string {
  return `${pack} ${Buffer.from(id.buffer, id.byteOffset, id.length).toString('latin1')}`;
}
