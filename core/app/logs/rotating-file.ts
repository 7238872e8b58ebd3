import { closeSync, fstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Name of the file that is written; 1 is the one before it, and so on. */
export const logFileName = (age: number): string => (age === 0 ? 'holdfast.log' : `holdfast.${age}.log`);

/** Lines appended to a file that is set aside when it is full; the oldest goes. Never throws while writing. */
export class RotatingFile {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #maxFiles: number;
  #open: { readonly descriptor: number; size: number } | undefined;
  /** Lines that could not be written since the last one that could. */
  #lost = 0;

  constructor(options: { readonly folder: string; readonly maxBytes: number; readonly maxFiles: number }) {
    this.#folder = options.folder;
    this.#maxBytes = options.maxBytes;
    this.#maxFiles = options.maxFiles;
  }

  /** @param line with its line break */
  write(line: string): void {
    try {
      const lost = this.#lost;
      if (lost > 0) this.#append(lostLine(line, lost));
      this.#lost = 0;
      this.#append(line);
    } catch {
      this.#lost += 1;
      this.close();
    }
  }

  close(): void {
    const open = this.#open;
    this.#open = undefined;
    try {
      if (open) closeSync(open.descriptor);
    } catch {
      // Closed already, or a disk that is gone: nothing is left to be done.
    }
  }

  #append(line: string): void {
    const bytes = Buffer.from(line);
    if (this.#file().size + bytes.length > this.#maxBytes && this.#file().size > 0) this.#rotate();
    const open = this.#file();
    writeSync(open.descriptor, bytes);
    open.size += bytes.length;
  }

  #file(): { readonly descriptor: number; size: number } {
    if (this.#open) return this.#open;
    const descriptor = openSync(join(this.#folder, logFileName(0)), 'a', 0o600);
    return (this.#open = { descriptor, size: fstatSync(descriptor).size });
  }

  #rotate(): void {
    this.close();
    const path = (age: number): string => join(this.#folder, logFileName(age));
    rmSync(path(this.#maxFiles - 1), { force: true });
    for (let age = this.#maxFiles - 2; age >= 0; age--) {
      try {
        renameSync(path(age), path(age + 1));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
  }
}

/** At the time of the line that could be written again. */
function lostLine(line: string, lost: number): string {
  const time = /"time":\d+/.exec(line)?.[0] ?? '"time":0';
  return `{"level":"warn",${time},"part":"log","msg":"${lost} lines before this one could not be written."}\n`;
}
