import type { Database } from 'better-sqlite3';
import { asBlock, numbersASegment, type NameBlock } from './name-blocks.ts';

/** A name in a directory's record. */
export type Match = { readonly directory: number; readonly slot: number };

/**
 * Names whose path has all words in it: first those that have them in the name itself, then those that have some of them in the
 * path above. A scan of bytes, so words of any length and any characters are found exactly, and nothing else is.
 * @param words folded
 */
export function* matchingSlots(database: Database, words: readonly string[]): Generator<Match> {
  if (words.length === 0) return;
  // The longest is the rarest.
  const wanted = words.toSorted((a, b) => b.length - a.length).map((word) => new Word(word));
  for (const block of blocks(database)) yield* inNames(block, wanted);
  for (const block of blocks(database)) yield* inPaths(block, wanted);
}

/** One after the other by id: a list of all would be as large as the index, and an open cursor would keep others waiting. */
function* blocks(database: Database): Generator<NameBlock> {
  const next = database.prepare(
    'SELECT id, names, paths, segments FROM block WHERE id > ? ORDER BY id LIMIT 1',
  );
  for (let after = 0; ;) {
    const row = next.get(after) as { id: number; names: Buffer; paths: Buffer; segments: Buffer } | undefined;
    if (!row) return;
    yield asBlock(row);
    after = row.id;
  }
}

/** A word in bytes, and its parts around its last separator: it may begin in the path above and end in the name. */
class Word {
  readonly bytes: Buffer;
  readonly #joints: readonly Joint[];

  constructor(word: string) {
    this.bytes = Buffer.from(word);
    this.#joints = ['/', '\\'].flatMap((separator) => {
      // A name holds none of its own computer's, so either the last one is the joint, or all of the word lies above.
      const at = word.lastIndexOf(separator);
      if (at < 0) return [];
      const [above, below] = [Buffer.from(word.slice(0, at)), Buffer.from(word.slice(at + 1))];
      return [{ separator: separator.charCodeAt(0), above, below }];
    });
  }

  isIn(text: Buffer): boolean {
    return text.indexOf(this.bytes) >= 0;
  }

  spans(path: Buffer, name: Buffer): boolean {
    // Names of roots are whole paths, with nothing above.
    if (path.length === 0) return false;
    const separator = path[0] === slash ? slash : backslash;
    const end = path.at(-1) === separator ? path.length - 1 : path.length;
    return this.#joints.some(
      ({ separator: own, above, below }) =>
        own === separator &&
        end >= above.length &&
        path.subarray(end - above.length, end).equals(above) &&
        name.subarray(0, below.length).equals(below),
    );
  }

  get maySpan(): boolean {
    return this.#joints.length > 0;
  }
}

type Joint = { readonly separator: number; readonly above: Buffer; readonly below: Buffer };

const slash = 0x2f;
const backslash = 0x5c;

function* inNames({ names, segments }: NameBlock, words: readonly Word[]): Generator<Match> {
  const [first, ...others] = words;
  if (!first) return;
  const counter = new SlotCounter(names, segments);
  for (let at = names.indexOf(first.bytes); at >= 0;) {
    const start = at === 0 ? 0 : names.lastIndexOf(0, at - 1) + 1;
    const end = names.indexOf(0, at);
    if (others.length === 0 || all(names.subarray(start, end), others)) yield counter.at(start);
    at = names.indexOf(first.bytes, end + 1);
  }
}

const all = (name: Buffer, words: readonly Word[]): boolean => words.every((word) => word.isIn(name));

function* inPaths({ names, paths, segments }: NameBlock, words: readonly Word[]): Generator<Match> {
  const spanning = words.filter(({ maySpan }) => maySpan);
  for (const { directory, first, from, to, path } of segmentsOf(names, paths, segments)) {
    const left = words.filter((word) => !word.isIn(path));
    if (left.length === words.length && spanning.length === 0) continue;
    const own = names.subarray(from, to);
    // Most directories that a word is in do not have the others.
    const firm = left.filter(({ maySpan }) => !maySpan);
    if (firm.some((word) => !word.isIn(own))) continue;
    let slot = first;
    for (let at = 0; at < own.length; slot++) {
      const end = own.indexOf(0, at);
      const name = own.subarray(at, end);
      at = end + 1;
      if (!left.every((word) => word.isIn(name) || word.spans(path, name))) continue;
      if (!all(name, words)) yield { directory, slot };
    }
  }
}

function* segmentsOf(names: Buffer, paths: Buffer, segments: Uint32Array) {
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

/** Which slot begins at a place of the names. Places come in ascending order. */
class SlotCounter {
  readonly #names: Buffer;
  readonly #segments: Uint32Array;
  #segment = -numbersASegment;
  #place = 0;
  #slot = 0;

  constructor(names: Buffer, segments: Uint32Array) {
    this.#names = names;
    this.#segments = segments;
  }

  at(start: number): Match {
    while ((this.#segments[this.#segment + numbersASegment + 2] ?? Number.POSITIVE_INFINITY) <= start) {
      this.#segment += numbersASegment;
      this.#place = this.#segments[this.#segment + 2] ?? 0;
      this.#slot = this.#segments[this.#segment + 1] ?? 0;
    }
    while (this.#place < start) {
      this.#place = this.#names.indexOf(0, this.#place) + 1;
      this.#slot++;
    }
    return { directory: this.#segments[this.#segment] ?? 0, slot: this.#slot };
  }
}
