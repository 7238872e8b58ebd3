import type { SeededRandom } from './seeded-random.ts';

/** Of new data so much is gone after a week on average; the rest lives for months (perf.md 5.3). */
const hotShare = 0.7;
const hotMeanDays = 7;
const warmMeanDays = 120;

export type ModelledChunk = { readonly number: number; readonly diesOn: number };

/** A directory as a scan sees it: its revision stands for names, sizes and times. */
export type ModelledDirectory = {
  readonly path: string;
  revision: number;
  chunks: readonly ModelledChunk[];
};

/** The files of one computer: a cold base, and on every day new data that mostly dies young. */
export class ModelledFiles {
  readonly directories: ModelledDirectory[] = [];
  readonly #random: SeededRandom;
  readonly #newADay: number;
  readonly #dead: ModelledChunk[] = [];
  #next: number;

  /** @param firstChunk numbers from here on are this computer's: equal numbers are equal bytes */
  constructor(
    random: SeededRandom,
    size: { readonly directories: number; readonly chunksEach: number; readonly newADay: number },
    firstChunk = 1,
  ) {
    this.#random = random;
    this.#newADay = size.newADay;
    this.#next = firstChunk;
    for (let directory = 0; directory < size.directories; directory++)
      this.directories.push({
        path: `/d${directory}`,
        revision: 1,
        chunks: Array.from({ length: size.chunksEach }, () => this.#born(0, 0)),
      });
  }

  /** The same files on another computer, which go their own way from now on. */
  clone(random: SeededRandom, firstChunk: number): ModelledFiles {
    const clone = new ModelledFiles(
      random,
      { directories: 0, chunksEach: 0, newADay: this.#newADay },
      firstChunk,
    );
    clone.#dead.push(...this.#dead);
    clone.directories.push(...this.directories.map((directory) => ({ ...directory })));
    return clone;
  }

  /** What is written and deleted until this day. */
  liveUntil(day: number): void {
    for (const directory of this.directories) {
      const left = directory.chunks.filter(({ diesOn }) => diesOn > day);
      if (left.length === directory.chunks.length) continue;
      this.#dead.push(...directory.chunks.filter(({ diesOn }) => diesOn <= day));
      directory.chunks = left;
      directory.revision++;
    }
    let left = this.#random.between(0, 2 * this.#newADay);
    while (left > 0) {
      const here = Math.min(left, this.#random.between(1, 4));
      const directory = this.#random.pick(this.directories);
      directory.chunks = [
        ...directory.chunks,
        ...Array.from({ length: here }, () => this.#born(hotShare, day)),
      ];
      directory.revision++;
      left -= here;
    }
  }

  /** Somebody puts back what was deleted: days ago, or months. */
  bringBack(day: number): void {
    const directory = this.#random.pick(this.directories);
    const back = new Set(Array.from({ length: 6 }, () => this.#random.pick(this.#dead)).filter(Boolean));
    const chunks = [...back].map(({ number }) => ({ number, diesOn: day + this.#random.exponential(30) }));
    directory.chunks = [...directory.chunks, ...chunks];
    directory.revision++;
  }

  get chunks(): ReadonlySet<number> {
    return new Set(this.directories.flatMap(({ chunks }) => chunks.map(({ number }) => number)));
  }

  /** @param hot share that dies young; 0: the cold base, which dies over years */
  #born(hot: number, day: number): ModelledChunk {
    const mean = hot === 0 ? 3_000 : this.#random.chance(hot) ? hotMeanDays : warmMeanDays;
    return { number: this.#next++, diesOn: day + this.#random.exponential(mean) };
  }
}
