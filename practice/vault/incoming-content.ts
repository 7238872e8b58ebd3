import { createHash, randomBytes, type Hash } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import type { ReceivedContent } from './received-content.ts';

/** Below this, contents stay in memory until they are committed: most small requests then cost one file write. */
const memoryBytes = 64 * 1024;
/** One write call for many socket chunks. */
const batchBytes = 1024 * 1024;

/** What became of a body: a file in the incoming folder, or bytes that were never worth one. */
export type Landing = {
  readonly pathOf: (id: string) => string;
  readonly keepInMemory: (id: string, bytes: Buffer) => void;
};

/**
 * One body on its way to disk. Await each `write` (that is the backpressure); then either `finish`, once,
 * or `abort`, which may be called at any time and twice. Chunks are not copied: do not change them.
 */
export class IncomingContent {
  readonly #id = randomBytes(16).toString('hex');
  readonly #landing: Landing;
  readonly #sha1 = createHash('sha1');
  readonly #md5 = createHash('md5');
  readonly #sha256: Hash | undefined;
  #file: FileHandle | undefined;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #size = 0;

  constructor(landing: Landing, options: { readonly sha256: boolean }) {
    this.#landing = landing;
    this.#sha256 = options.sha256 ? createHash('sha256') : undefined;
  }

  get size(): number {
    return this.#size;
  }

  async write(bytes: Buffer): Promise<void> {
    this.#sha1.update(bytes);
    this.#md5.update(bytes);
    this.#sha256?.update(bytes);
    this.#size += bytes.length;
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= batchBytes) await this.#flush();
  }

  async finish(): Promise<ReceivedContent> {
    if (this.#file === undefined && this.#size <= memoryBytes)
      this.#landing.keepInMemory(this.#id, Buffer.concat(this.#waiting));
    else await this.#flush();
    await this.#file?.close();
    this.#file = undefined;
    return {
      size: this.#size,
      sha1: this.#sha1.digest('hex'),
      md5: this.#md5.digest('hex'),
      sha256: this.#sha256?.digest('hex') ?? null,
      pieces: [{ id: this.#id, size: this.#size }],
    };
  }

  async abort(): Promise<void> {
    this.#waiting = [];
    const file = this.#file;
    if (file === undefined) return;
    this.#file = undefined;
    await file.close();
    await rm(this.#landing.pathOf(this.#id), { force: true });
  }

  async #flush(): Promise<void> {
    const batch = this.#waiting;
    const bytes = this.#waitingBytes;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#file ??= await open(this.#landing.pathOf(this.#id), 'w');
    const { bytesWritten } = await this.#file.writev(batch);
    if (bytesWritten === bytes) return;
    // A short write: the rest in one piece, which writeFile repeats until all is out.
    await this.#file.writeFile(Buffer.concat(batch).subarray(bytesWritten));
  }
}
