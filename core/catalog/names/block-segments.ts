import { numbersASegment, type NameBlock } from './name-blocks.ts';

/** The parts of a block, each of names of one directory. */
export function* segmentsOf({ names, paths, segments }: NameBlock) {
  let pathAt = 0;
  for (let at = 0; at < segments.length; at += numbersASegment) {
    const pathEnd = paths.indexOf(0, pathAt);
    yield {
      directory: segments[at] ?? 0,
      first: segments[at + 1] ?? 0,
      from: segments[at + 2] ?? 0,
      to: segments[at + numbersASegment + 2] ?? names.length,
      path: paths.subarray(pathAt, pathEnd),
    };
    pathAt = pathEnd + 1;
  }
}

/** What lies at a place of the names. Places come in ascending order. */
export class SegmentCursor {
  readonly #names: Buffer;
  readonly #paths: Buffer;
  readonly #segments: Uint32Array;
  #segment = -numbersASegment;
  #pathStart = 0;
  #pathEnd = -1;
  #place = 0;
  #slot = 0;

  constructor({ names, paths, segments }: NameBlock) {
    this.#names = names;
    this.#paths = paths;
    this.#segments = segments;
  }

  get directory(): number {
    return this.#segments[this.#segment] ?? 0;
  }

  get pathLength(): number {
    return this.#pathEnd - this.#pathStart;
  }

  moveTo(start: number): void {
    while ((this.#segments[this.#segment + numbersASegment + 2] ?? Number.POSITIVE_INFINITY) <= start) {
      this.#segment += numbersASegment;
      this.#pathStart = this.#pathEnd + 1;
      this.#pathEnd = this.#paths.indexOf(0, this.#pathStart);
      this.#place = this.#segments[this.#segment + 2] ?? 0;
      this.#slot = this.#segments[this.#segment + 1] ?? 0;
    }
  }

  /** Of the name that begins where it was moved to. */
  slotAt(start: number): number {
    while (this.#place < start) {
      this.#place = this.#names.indexOf(0, this.#place) + 1;
      this.#slot++;
    }
    return this.#slot;
  }
}
