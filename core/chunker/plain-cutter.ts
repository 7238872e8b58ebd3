import type { ChunkSizes } from './chunk-sizes.ts';
import { gearTable } from './gear-table.ts';
import { cutMasks } from './masks.ts';

/**
 * The same cuts as Chunker in plain JavaScript, a byte per step: the reference in the tests, and the other side of
 * the comparison in bench/pipeline.ts (about a twentieth of the speed).
 */
export class PlainCutter {
  readonly #sizes: ChunkSizes;
  readonly #low: Uint32Array;
  readonly #high: Uint32Array;
  readonly #early: number;
  readonly #late: number;

  constructor(gearKey: Uint8Array, sizes: ChunkSizes) {
    this.#sizes = sizes;
    const table = gearTable(gearKey);
    this.#low = Uint32Array.from(table, (value) => Number(value & 0xffffffffn));
    this.#high = Uint32Array.from(table, (value) => Number(value >> 32n));
    const { early, late } = cutMasks(sizes);
    // At most 31 bits below bit 63, so the upper half decides.
    this.#early = Number(early >> 32n) | 0;
    this.#late = Number(late >> 32n) | 0;
  }

  /** Length of the first chunk of `bytes`, whose end is the end of the file. */
  first(bytes: Uint8Array): number {
    const { min, avg, max } = this.#sizes;
    const length = Math.min(bytes.length, max);
    if (length <= min) return length;
    const lows = this.#low;
    const highs = this.#high;
    const last = length - (length % 2);
    let low = 0;
    let high = 0;
    for (let at = min; at < last; at++) {
      const byte = bytes[at]!;
      const sum = ((low << 1) >>> 0) + lows[byte]!;
      high = (((high << 1) | (low >>> 31)) + highs[byte]! + (sum > 0xffffffff ? 1 : 0)) | 0;
      low = sum >>> 0;
      if ((high & (at < avg ? this.#early : this.#late)) === 0) return at + 1;
    }
    return length;
  }
}
