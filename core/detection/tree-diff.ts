import { HoldfastError } from '../errors/holdfast-error.ts';
import type { ChunkId, Entry } from '../model/entry.ts';
import type { SnapshotRoot } from '../model/snapshot.ts';
import type { DirectoryChange } from './directory-change.ts';

/** Reads directories; TreeReader of core/restore is one. */
export type NodeReader = {
  /** The entries of a directory, in order of their names, a page at a time. */
  entries(node: ChunkId): AsyncIterable<readonly Entry[]>;
};

export type TreeSource = { readonly roots: readonly SnapshotRoot[]; readonly reader: NodeReader };

/** Entries of one side in a change; a directory with more comes in parts. */
const maxEntries = 10_000;

/**
 * The old tree may be of an intruder, who need not store what he names: a few nodes that name each other are a tree without
 * end. Directories that are gone are walked through up to a number, which says enough.
 */
class Allowance {
  #gone = 10_000;
  #entries: number;

  constructor(entries: number) {
    this.#entries = entries;
  }

  goIntoGone(): boolean {
    return this.#gone-- > 0;
  }

  /** @throws object-damaged */
  read(entries: number): void {
    this.#entries -= entries;
    if (this.#entries < 0)
      throw new HoldfastError('object-damaged', {
        name: 'of the last backup',
        reason: 'its folders name files without end',
      });
  }
}

/**
 * What differs between two trees, parents first. Directories with the same node are the same and not read. Roots are
 * matched by path. Memory is bounded by the depth of the trees and `maxEntries`, time by the tree after.
 * @throws object-damaged, what the reader throws
 */
export async function* diffTrees(
  before: TreeSource | undefined,
  after: TreeSource,
  mostEntriesBefore = 20_000_000,
): AsyncGenerator<DirectoryChange> {
  const old = new Map(before?.roots.map((root) => [root.path, root.node]));
  const paths = new Set([...old.keys(), ...after.roots.map((root) => root.path)]);
  const allowance = new Allowance(mostEntriesBefore);
  const now = new Map(after.roots.map((root) => [root.path, root.node]));
  for (const path of paths)
    yield* diffNodes(path, true, side(before, old.get(path)), side(after, now.get(path)), allowance);
}

type Side = { readonly reader: NodeReader; readonly node: ChunkId } | undefined;

function side(source: TreeSource | undefined, node: ChunkId | undefined): Side {
  return source === undefined || node === undefined ? undefined : { reader: source.reader, node };
}

/** @param root whether this is the directory around a root, whose one entry has the path itself */
async function* diffNodes(
  path: string,
  root: boolean,
  before: Side,
  after: Side,
  allowance: Allowance,
): AsyncGenerator<DirectoryChange> {
  if (before !== undefined && before.node === after?.node) return;
  if (after === undefined && !allowance.goIntoGone()) return;
  for await (const [old, now] of slices(before, after)) {
    allowance.read(old.length);
    yield {
      path: root ? parentOf(path) : path,
      before: before && old,
      after: after && now,
    };
    const current = new Map(now.map((entry) => [entry.name, entry.node]));
    const former = new Map(old.map((entry) => [entry.name, entry.node]));
    for (const name of new Set([...former.keys(), ...current.keys()])) {
      const [from, to] = [former.get(name), current.get(name)];
      if (from === undefined && to === undefined) continue;
      const below = root ? path : childOf(path, name);
      yield* diffNodes(
        below,
        false,
        before && from !== undefined ? { reader: before.reader, node: from } : undefined,
        after && to !== undefined ? { reader: after.reader, node: to } : undefined,
        allowance,
      );
    }
  }
}

type Slice = readonly [before: readonly Entry[], after: readonly Entry[]];

/** Both directories side by side, cut at the same names. */
async function* slices(before: Side, after: Side): AsyncGenerator<Slice> {
  const [old, now] = [new Entries(before), new Entries(after)];
  let slice: [Entry[], Entry[]] = [[], []];
  let any = false;
  for (;;) {
    const [left, right] = [await old.peek(), await now.peek()];
    if (left === undefined && right === undefined) break;
    const first = right === undefined || (left !== undefined && left.name <= right.name) ? left : right;
    if (left !== undefined && left.name === first?.name) slice[0].push(old.take(left));
    if (right !== undefined && right.name === first?.name) slice[1].push(now.take(right));
    if (Math.max(slice[0].length, slice[1].length) >= maxEntries) {
      any = true;
      yield slice;
      slice = [[], []];
    }
  }
  if (!any || slice[0].length + slice[1].length > 0) yield slice;
}

/** The entries of a directory, one at a time. */
class Entries {
  readonly #pages: AsyncIterator<readonly Entry[]> | undefined;
  #page: readonly Entry[] = [];
  #next = 0;

  constructor(from: Side) {
    this.#pages = from?.reader.entries(from.node)[Symbol.asyncIterator]();
  }

  async peek(): Promise<Entry | undefined> {
    while (this.#next >= this.#page.length) {
      const next = await this.#pages?.next();
      if (next === undefined || next.done === true) return undefined;
      this.#page = next.value;
      this.#next = 0;
    }
    return this.#page[this.#next];
  }

  take(entry: Entry): Entry {
    this.#next++;
    return entry;
  }
}

function parentOf(path: string): string {
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return cut <= 0 ? '/' : path.slice(0, cut);
}

function childOf(path: string, name: string): string {
  const shown = Buffer.from(name, 'latin1').toString('utf8');
  return path.endsWith('/') ? `${path}${shown}` : `${path}/${shown}`;
}
