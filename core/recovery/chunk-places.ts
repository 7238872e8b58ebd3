import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openScratchCatalog, type Catalog } from '../catalog/catalog.ts';
import type { FoundSnapshot } from '../catalog/snapshots.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { Repository } from '../repository/repository.ts';
import type { ChunkLocator, ChunkPlace } from '../restore/chunk-place.ts';
import { untilAborted } from '../system/until-aborted.ts';
import { findNeededPacks } from './find-needed-packs.ts';
import { readIndexFor } from './read-index-for.ts';
import { readTrailers } from './read-trailers.ts';
import { ScratchPacks } from './scratch-packs.ts';

export type PlacesRequest = {
  readonly repository: Repository;
  /** What these need is all that is looked at. */
  readonly snapshots: readonly Pick<FoundSnapshot, 'parts'>[];
  /** trees: only what looking around takes. */
  readonly want: 'trees' | 'everything';
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (packs: { readonly known: number; readonly needed: number }) => void;
};

/**
 * Where the chunks of chosen snapshots lie: a catalog of what these need, in a temporary folder. Nothing in it is
 * trusted: whoever reads a chunk compares it with its id.
 */
export class ChunkPlaces implements ChunkLocator {
  readonly #packs: ScratchPacks;
  readonly #repository: Repository;
  readonly #folder: string;
  readonly #catalog: Catalog;
  /** List parts that are gone, as are the names of what stood in them. */
  readonly lostLists: number;

  private constructor(
    repository: Repository,
    folder: string,
    catalog: Catalog,
    packs: ScratchPacks,
    lostLists: number,
  ) {
    this.#repository = repository;
    this.#folder = folder;
    this.#catalog = catalog;
    this.#packs = packs;
    this.lostLists = lostLists;
  }

  /**
   * Reads list parts, then index objects as far as they help, then the trailers of packs that no index object holds.
   * @throws cancelled, disk-full, and what the store throws; not for what is missing or damaged
   */
  static async open(request: PlacesRequest): Promise<ChunkPlaces> {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-recovery-'));
    let catalog: Catalog | undefined;
    try {
      catalog = openScratchCatalog(join(folder, 'places'), request.repository.repositoryId);
      const packs = new ScratchPacks(catalog, request.want);
      const lostLists = await findNeededPacks(request, packs);
      await readIndexFor(request, packs, lostLists > 0);
      await readTrailers(request, packs, packs.unread());
      return new ChunkPlaces(request.repository, folder, catalog, packs, lostLists);
    } catch (error) {
      catalog?.close();
      await rm(folder, { recursive: true, force: true });
      throw asOwn(error, folder);
    }
  }

  locate(id: Uint8Array, kind: ChunkPlace['kind']): ChunkPlace | undefined {
    return this.#catalog.locate(id, kind);
  }

  /** Packs that the snapshots need. */
  get needed(): number {
    return this.#packs.needed;
  }

  /** Names of needed packs that could not be read, relative to the prefix; the first hundred. */
  get unreadable(): readonly string[] {
    return this.#packs.unreadable;
  }

  /**
   * What these packs hold is looked for elsewhere, and in themselves only by their own trailers: they are missing or damaged,
   * or an index object lied about them.
   * @param names relative to the prefix; 'trees': all tree packs; 'indexed': all that an index object told of
   * @returns whether any chunk may be found in another place now
   */
  async doubt(names: readonly string[] | 'trees' | 'indexed', signal?: AbortSignal): Promise<boolean> {
    const before = this.#packs.changes;
    const doubted = this.#packs.doubt(names);
    await untilAborted(readTrailers({ repository: this.#repository, signal }, this.#packs, doubted), signal);
    return this.#packs.changes > before;
  }

  async close(): Promise<void> {
    this.#catalog.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function asOwn(error: unknown, folder: string): unknown {
  const code = String((error as { code?: unknown }).code);
  return /^SQLITE_FULL|^SQLITE_IOERR|^ENOSPC/.test(code)
    ? new HoldfastError('disk-full', { path: folder }, { cause: error })
    : error;
}
