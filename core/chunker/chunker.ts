import { ChunkIdHasher } from '../crypto/chunk-id.ts';
import type { ChunkSizes } from './chunk-sizes.ts';
import { cutWasm } from './cut-wasm.ts';
import { gearTable } from './gear-table.ts';
import { cutMasks } from './masks.ts';
import { webAssembly, type WebAssemblyModule } from './web-assembly.ts';

type CutFunction = (
  start: number,
  end: number,
  min: number,
  avg: number,
  max: number,
  early: bigint,
  late: bigint,
) => number;

const tableBytes = 256 * 8;
const dataAt = 2 * tableBytes;
const pageBytes = 64 * 1024;

let compiled: WebAssemblyModule | undefined;

/**
 * Keyed, normalised FastCDC over `buffer`, which is WASM memory: read files straight into it, from
 * `Chunker.headroom` on, and cut, hash and pack from there without copying. Synchronous, no state between cuts.
 *
 *     fill buffer[start, end)
 *     while ((next = chunker.cut(start, end, atEndOfFile)) > 0) { use buffer[start, next); start = next }
 *     move buffer[start, end) to headroom, read on
 */
export class Chunker {
  /** Bytes left free before the first data, which ChunkIdHasher writes to. */
  static readonly headroom = ChunkIdHasher.headroom;

  /** Never moves or grows. */
  readonly buffer: Uint8Array;
  readonly sizes: ChunkSizes;
  readonly #cut: CutFunction;
  readonly #masks: { readonly early: bigint; readonly late: bigint };

  /** @param capacity bytes of `buffer`; more than headroom + sizes.max, 8 MiB or more is good */
  constructor(gearKey: Uint8Array, sizes: ChunkSizes, capacity = 8 * 1024 * 1024) {
    if (capacity < Chunker.headroom + sizes.max) throw new RangeError('the buffer cannot hold a whole chunk');
    this.sizes = sizes;
    this.#masks = cutMasks(sizes);
    const pages = Math.ceil((dataAt + capacity) / pageBytes);
    const memory = new webAssembly.Memory({ initial: pages, maximum: pages });
    const table = gearTable(gearKey);
    new BigUint64Array(memory.buffer, 0, 256).set(table);
    new BigUint64Array(memory.buffer, tableBytes, 256).set(table.map((value) => value << 1n));
    this.buffer = new Uint8Array(memory.buffer, dataAt, capacity);
    compiled ??= new webAssembly.Module(Buffer.from(cutWasm, 'base64'));
    const instance = new webAssembly.Instance(compiled, { env: { memory } });
    this.#cut = instance.exports['cut'] as CutFunction;
  }

  /**
   * Where the chunk that starts at `start` ends, as an index of `buffer`. 0: that cannot be known before there are
   * `sizes.max` bytes or the end of the file (or there is nothing left).
   * @param atEnd the file ends at `end`
   */
  cut(start: number, end: number, atEnd: boolean): number {
    const { min, avg, max } = this.sizes;
    if (end > this.buffer.length) throw new RangeError('beyond the buffer');
    if (start >= end || (!atEnd && end - start < max)) return 0;
    const { early, late } = this.#masks;
    return this.#cut(dataAt + start, dataAt + end, min, avg, max, early, late) - dataAt;
  }
}
