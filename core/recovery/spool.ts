import {
  closeSync,
  createReadStream,
  ftruncateSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const flushBytes = 64 * 1024;

/** A list that may be longer than memory: kept in a temporary file until it is read or closed. */
export class Spool<T> {
  readonly #folder: string;
  readonly #file: number;
  #waiting: string[] = [];
  #waitingLength = 0;
  #at = 0;
  #count = 0;

  constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), 'holdfast-report-'));
    this.#file = openSync(join(this.#folder, 'lines'), 'wx', 0o600);
  }

  get count(): number {
    return this.#count;
  }

  add(item: T): void {
    // readline takes these for ends of lines too.
    const line = `${JSON.stringify(item).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}\n`;
    this.#waiting.push(line);
    this.#waitingLength += line.length;
    this.#count++;
    if (this.#waitingLength >= flushBytes) this.#flush();
  }

  clear(): void {
    this.#waiting = [];
    this.#waitingLength = 0;
    this.#at = 0;
    this.#count = 0;
    ftruncateSync(this.#file, 0);
  }

  async *items(): AsyncGenerator<T> {
    this.#flush();
    const lines = createInterface({
      input: createReadStream(join(this.#folder, 'lines')),
      crlfDelay: Infinity,
    });
    for await (const line of lines) yield JSON.parse(line) as T;
  }

  close(): void {
    closeSync(this.#file);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #flush(): void {
    const bytes = Buffer.from(this.#waiting.join(''), 'utf8');
    for (let done = 0; done < bytes.length;)
      done += writeSync(this.#file, bytes, done, bytes.length - done, this.#at + done);
    this.#at += bytes.length;
    this.#waiting = [];
    this.#waitingLength = 0;
  }
}
