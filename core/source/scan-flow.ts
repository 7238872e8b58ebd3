/**
 * Counters that the scanner and the run share: how much was sent and done (so that the scanner waits when it is
 * far ahead and memory stays bounded), and what was seen so far (for progress).
 */
export class ScanFlow {
  readonly buffer: SharedArrayBuffer;
  readonly #counts: Int32Array;
  readonly #seen: Float64Array;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(32)) {
    this.buffer = buffer;
    this.#counts = new Int32Array(buffer, 0, 4);
    this.#seen = new Float64Array(buffer, 16, 2);
  }

  /** Scanner: waits until at most `limit` of what was sent is not done, then counts `weight` as sent. */
  send(weight: number, limit: number): void {
    for (;;) {
      const done = Atomics.load(this.#counts, 1);
      if (((Atomics.load(this.#counts, 0) - done) | 0) <= limit || Atomics.load(this.#counts, 2) === 1) break;
      Atomics.wait(this.#counts, 1, done);
    }
    Atomics.add(this.#counts, 0, weight);
  }

  /** Run: this much of what was sent needs no more memory. */
  done(weight: number): void {
    Atomics.add(this.#counts, 1, weight);
    Atomics.notify(this.#counts, 1);
  }

  /** Run: the scanner shall stop at the next directory. */
  stop(): void {
    Atomics.store(this.#counts, 2, 1);
    Atomics.notify(this.#counts, 1);
  }

  get stopped(): boolean {
    return Atomics.load(this.#counts, 2) === 1;
  }

  saw(files: number, bytes: number): void {
    this.#seen[0] = (this.#seen[0] ?? 0) + files;
    this.#seen[1] = (this.#seen[1] ?? 0) + bytes;
  }

  get seen(): { readonly files: number; readonly bytes: number } {
    return { files: this.#seen[0] ?? 0, bytes: this.#seen[1] ?? 0 };
  }
}
