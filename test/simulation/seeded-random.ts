/** A stream of numbers that is the same for the same seed on every machine (sfc32). */
export class SeededRandom {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** @param label streams of one seed with different labels share nothing: one may be asked more without moving another */
  constructor(seed: number, label: string) {
    let state = seed | 0;
    for (const letter of label) state = Math.imul(state ^ letter.charCodeAt(0), 0x9e3779b1);
    this.#a = state ^ 0x243f6a88;
    this.#b = Math.imul(state, 0x85a308d3);
    this.#c = seed ^ 0x13198a2e;
    for (let round = 0; round < 15; round++) this.#next();
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** 0 up to but not including 1. */
  share(): number {
    return this.#next() / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.share() < probability;
  }

  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.share() * (to - from + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.share() * items.length)]!;
  }

  /** Waiting time of a thing that happens by chance, in the unit of `mean`. */
  exponential(mean: number): number {
    return -Math.log(1 - this.share()) * mean;
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 4) {
      const number = this.#next();
      for (let index = 0; index < 4 && at + index < length; index++)
        bytes[at + index] = (number >>> (8 * index)) & 255;
    }
    return bytes;
  }
}
