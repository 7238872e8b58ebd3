import { setImmediate } from 'node:timers/promises';
import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import type { RestoreOutputs } from '../../contract/restore.ts';
import type { ChunkId, Entry } from '../../model/entry.ts';
import { isLostPiece } from '../../restore/plan-restore.ts';
import { selectForRestore } from '../../restore/restore-selection.ts';
import type { TreeReader } from '../../restore/tree-reader.ts';
import type { World } from '../../system/world.ts';
import type { BrowseSource } from './browse-source.ts';

type Total = RestoreOutputs['restore.total'];
type Counted = { readonly files: number; readonly bytes: number };

/** About how long a person waits for a number. What was counted then is remembered, so the next question comes further. */
const maxMs = 1_000;
const maxRemembered = 200_000;

/** Folders, and pages of huge ones, that were counted whole, by their nodes. */
export class CountedFolders {
  readonly #known = new Map<ChunkId, Counted>();

  get(node: ChunkId): Counted | undefined {
    return this.#known.get(node);
  }

  note(node: ChunkId, counted: Counted): void {
    if (this.#known.size >= maxRemembered) this.#known.clear();
    this.#known.set(node, counted);
  }
}

/** How much is ticked, as far as it can be counted in a second. */
export async function countSelection(
  source: Pick<BrowseSource, 'reading'>,
  request: { readonly snapshot: FoundSnapshot; readonly paths: readonly string[] },
  counted: CountedFolders,
  world: Pick<World, 'monotonic'>,
): Promise<Total> {
  const { snapshot, paths } = request;
  return await source.reading([snapshot], 'trees', async ({ reader }) => {
    const selected = await selectForRestore(snapshot.body, paths, reader);
    const count = new Count(reader, counted, world);
    const { files, bytes, isWhole } = await count.all(selected.map(({ entry }) => entry));
    return { files, bytes, atLeast: !isWhole };
  });
}

/** Not whole: time was up, or pieces are lost. */
type Part = Counted & { readonly isWhole: boolean };

const unknown: Part = { files: 0, bytes: 0, isWhole: false };

class Count {
  readonly #reader: TreeReader;
  readonly #counted: CountedFolders;
  readonly #world: Pick<World, 'monotonic'>;
  readonly #until: number;

  constructor(reader: TreeReader, counted: CountedFolders, world: Pick<World, 'monotonic'>) {
    this.#reader = reader;
    this.#counted = counted;
    this.#world = world;
    this.#until = world.monotonic() + maxMs;
  }

  async all(entries: readonly Entry[]): Promise<Part> {
    let sum: Part = { files: 0, bytes: 0, isWhole: true };
    for (const { node, type, size } of entries) {
      if (node !== undefined) sum = plus(sum, await this.#node(node));
      else if (type === 'file') sum = plus(sum, { files: 1, bytes: size, isWhole: true });
    }
    return sum;
  }

  /** A directory, or a page of one: each that was counted is remembered, so a huge directory comes further the next time too. */
  async #node(id: ChunkId): Promise<Part> {
    const known = this.#counted.get(id);
    if (known) return { ...known, isWhole: true };
    if (this.#world.monotonic() > this.#until) return unknown;
    try {
      const directory = await this.#reader.directory(id);
      const part =
        'entries' in directory ? await this.all(directory.entries) : await this.#pages(directory.pages);
      if (part.isWhole) this.#counted.note(id, { files: part.files, bytes: part.bytes });
      return part;
    } catch (error) {
      if (!isLostPiece(error)) throw error;
      return unknown;
    }
  }

  async #pages(pages: readonly ChunkId[]): Promise<Part> {
    let sum: Part = { files: 0, bytes: 0, isWhole: true };
    for (const page of pages) {
      sum = plus(sum, await this.#node(page));
      // All of it may lie in memory, and others wait for this thread.
      await setImmediate();
    }
    return sum;
  }
}

const plus = (one: Part, other: Part): Part => ({
  files: one.files + other.files,
  bytes: one.bytes + other.bytes,
  isWhole: one.isWhole && other.isWhole,
});
