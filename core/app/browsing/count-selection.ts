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

/** Folders that were counted whole, by their nodes. */
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
  source: BrowseSource,
  request: { readonly snapshot: FoundSnapshot; readonly paths: readonly string[] },
  counted: CountedFolders,
  world: Pick<World, 'monotonic'>,
): Promise<Total> {
  const { snapshot, paths } = request;
  return await source.reading([snapshot], 'trees', async ({ reader }) => {
    const count = new Count(reader, counted, world);
    const selected = await selectForRestore(snapshot.body, paths, reader);
    let [files, bytes] = [0, 0];
    for (const { entry } of selected) {
      const one = await count.of(entry);
      files += one.files;
      bytes += one.bytes;
    }
    return { files, bytes, atLeast: count.isCut };
  });
}

class Count {
  readonly #reader: TreeReader;
  readonly #counted: CountedFolders;
  readonly #world: Pick<World, 'monotonic'>;
  readonly #until: number;
  /** Time was up before all was counted. */
  isCut = false;

  constructor(reader: TreeReader, counted: CountedFolders, world: Pick<World, 'monotonic'>) {
    this.#reader = reader;
    this.#counted = counted;
    this.#world = world;
    this.#until = world.monotonic() + maxMs;
  }

  async of(entry: Entry): Promise<Counted> {
    if (entry.node === undefined)
      return entry.type === 'file' ? { files: 1, bytes: entry.size } : { files: 0, bytes: 0 };
    const known = this.#counted.get(entry.node);
    if (known) return known;
    let [files, bytes, isWhole] = [0, 0, true];
    try {
      for await (const entries of this.#reader.entries(entry.node))
        for (const child of entries) {
          const isUnknown = (): boolean =>
            child.node !== undefined && this.#counted.get(child.node) === undefined;
          if (isUnknown() && this.#world.monotonic() > this.#until) {
            this.isCut = true;
            isWhole = false;
            continue;
          }
          const one = await this.of(child);
          if (isUnknown()) isWhole = false;
          files += one.files;
          bytes += one.bytes;
        }
    } catch (error) {
      if (!isLostPiece(error)) throw error;
      isWhole = false;
      this.isCut = true;
    }
    if (isWhole) this.#counted.note(entry.node, { files, bytes });
    return { files, bytes };
  }
}
