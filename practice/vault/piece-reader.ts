import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ByteRange } from '../../core/model/object.ts';

const chunkBytes = 256 * 1024;

/** Ranges of files, one behind the other. Fails where a file is shorter than its range. */
export class PieceReader extends Readable {
  readonly #ranges: (ByteRange & { readonly path: string })[];
  #file: FileHandle | undefined;
  #position = 0;

  constructor(ranges: readonly (ByteRange & { readonly path: string })[]) {
    super({ highWaterMark: chunkBytes });
    this.#ranges = [...ranges];
  }

  override _read(): void {
    this.#next().then(
      (bytes) => this.push(bytes),
      (error: unknown) => this.destroy(error as Error),
    );
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    void (this.#file?.close() ?? Promise.resolve()).finally(() => done(error));
    this.#file = undefined;
  }

  async #next(): Promise<Buffer | null> {
    const range = this.#ranges[0];
    if (range === undefined) return null;
    if (this.#file === undefined) {
      this.#file = await open(range.path, 'r');
      this.#position = range.start;
    }
    const length = Math.min(chunkBytes, range.end - this.#position);
    const { bytesRead, buffer } = await this.#file.read(
      Buffer.allocUnsafe(length),
      0,
      length,
      this.#position,
    );
    if (bytesRead === 0) throw new Error(`content file ends at ${this.#position}, not at ${range.end}`);
    this.#position += bytesRead;
    if (this.#position === range.end) {
      this.#ranges.shift();
      await this.#file.close();
      this.#file = undefined;
    }
    return buffer.subarray(0, bytesRead);
  }
}
