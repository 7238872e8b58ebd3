import type { Database, Statement } from 'better-sqlite3';
import { foldText } from './fold-text.ts';

/** Large enough that a search spends its time in the search for bytes, small enough to be written again. */
const blockBytes = 256 * 1024;
/** A segment's names lie in one block, so a huge directory has several. */
const segmentNames = 4096;

export type NameBlock = { readonly names: Buffer; readonly paths: Buffer; readonly segments: Uint32Array };
export const numbersASegment = 3;

type Pending = { names: Buffer[]; paths: Buffer[]; segments: number[]; bytes: number };

const nothing = (): Pending => ({ names: [], paths: [], segments: [], bytes: 0 });

/** Collects new names into blocks. What was added is on disk after `flush`, which belongs into the same transaction. */
export class NameBlocks {
  readonly #insert: Statement;
  readonly #last: Statement;
  readonly #remove: Statement;
  #pending = nothing();

  constructor(database: Database) {
    this.#insert = database.prepare('INSERT INTO block (names, paths, segments) VALUES (?, ?, ?)');
    this.#last = database.prepare('SELECT id, names, paths, segments FROM block ORDER BY id DESC LIMIT 1');
    this.#remove = database.prepare('DELETE FROM block WHERE id = ?');
  }

  /** @param names from slot `first` on */
  add(directory: number, path: string, first: number, names: readonly string[]): void {
    for (let at = 0; at < names.length; at += segmentNames) {
      const some = names.slice(at, at + segmentNames);
      const text = Buffer.from(some.map(ended).join(''));
      const folded = Buffer.from(ended(path));
      this.#pending.segments.push(directory, first + at, this.#pending.bytes);
      this.#pending.names.push(text);
      this.#pending.paths.push(folded);
      this.#pending.bytes += text.length;
      if (this.#pending.bytes >= blockBytes) this.#write();
    }
  }

  flush(): void {
    if (this.#pending.segments.length > 0) this.#joinLast();
    if (this.#pending.segments.length > 0) this.#write();
  }

  /** Each run adds little: without this there would be a block for every one. */
  #joinLast(): void {
    const last = this.#last.get() as (RawBlock & { readonly id: number }) | undefined;
    if (!last || last.names.length >= blockBytes / 2) return;
    this.#remove.run(last.id);
    const { names, paths, segments } = asBlock(last);
    this.#pending = {
      names: [names, ...this.#pending.names],
      paths: [paths, ...this.#pending.paths],
      segments: [
        ...segments,
        ...this.#pending.segments.map((number, at) =>
          at % numbersASegment === 2 ? number + names.length : number,
        ),
      ],
      bytes: names.length + this.#pending.bytes,
    };
  }

  #write(): void {
    const { names, paths, segments } = this.#pending;
    this.#insert.run(
      Buffer.concat(names),
      Buffer.concat(paths),
      new Uint8Array(Uint32Array.from(segments).buffer),
    );
    this.#pending = nothing();
  }
}

/** A root's path is whatever its snapshot says: one with a NUL in it would move all names behind it. */
const ended = (text: string): string => `${foldText(text).replaceAll('\0', '\ufffd')}\0`;

type RawBlock = { readonly names: Buffer; readonly paths: Buffer; readonly segments: Buffer };

export function asBlock({ names, paths, segments }: RawBlock): NameBlock {
  return { names, paths, segments: new Uint32Array(new Uint8Array(segments).buffer) };
}
