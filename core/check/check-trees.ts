import type { FoundSnapshot } from '../catalog/snapshots.ts';
import { toHex } from '../crypto/hex.ts';
import type { ChunkId, DirectoryNode } from '../model/entry.ts';
import type { Repository } from '../repository/repository.ts';
import type { ChunkPlace } from '../restore/chunk-place.ts';
import { isLostPiece } from '../restore/plan-restore.ts';
import { TreeReader } from '../restore/tree-reader.ts';
import { joinPath, toText } from '../source/byte-path.ts';
import type { Findings } from './finding.ts';
import type { NeededObjects } from './needed-objects.ts';
import type { PackContentsFound } from './read-contents.ts';

/** What a subtree reaches, with everything below: numbers of packs, sorted. undefined: not all of it can be read. */
type Reached = readonly number[] | undefined;

/**
 * Walks the trees of all snapshots and proves that every chunk they reach lies in a pack that the snapshot lists. What
 * snapshots share is walked once; only a snapshot with something wrong is walked by itself, to name its files.
 */
export class TreeCheck {
  readonly #repository: Repository;
  readonly #needed: NeededObjects;
  readonly #contents: PackContentsFound;
  readonly #findings: Findings;
  readonly #reached = new Map<ChunkId, Reached>();
  readonly #interned = new Map<string, readonly number[]>();
  readonly #reader: TreeReader;
  #directories = 0;
  #files = 0;

  constructor(
    repository: Repository,
    needed: NeededObjects,
    contents: PackContentsFound,
    findings: Findings,
  ) {
    this.#repository = repository;
    this.#needed = needed;
    this.#contents = contents;
    this.#findings = findings;
    this.#reader = new TreeReader(
      repository,
      { locate: (id, kind) => this.#anyPlace(id, kind)?.place },
      { wholePacks: true },
    );
  }

  /** Different directories and files seen. */
  get seen(): { readonly directories: number; readonly files: number } {
    return { directories: this.#directories, files: this.#files };
  }

  async checkSnapshot(snapshot: FoundSnapshot): Promise<void> {
    const listed = this.#needed.packsOf.get(snapshot.id);
    for (const root of snapshot.body.roots) {
      const reached = await this.#reach(root.node);
      const isSound = reached?.every((pack) => this.#counts(pack, listed)) ?? false;
      if (!isSound) await this.#explain(snapshot, listed, root.path, root.node);
    }
  }

  /** Usable for this snapshot: readable, and on its lists. Lists that cannot be read have a finding of their own. */
  #counts(pack: number, listed: ReadonlySet<string> | undefined): boolean {
    const { keys, readable } = this.#contents;
    return readable[pack] === true && (listed === undefined || listed.has(keys[pack] ?? ''));
  }

  #anyPlace(
    id: Uint8Array,
    kind: ChunkPlace['kind'],
  ): { readonly pack: number; readonly place: ChunkPlace } | undefined {
    for (const found of this.#contents.table.places(id))
      if (found.place.kind === kind && !found.bad && this.#contents.readable[found.pack]) return found;
    return undefined;
  }

  async #reach(node: ChunkId): Promise<Reached> {
    if (this.#reached.has(node)) return this.#reached.get(node);
    const reached = await this.#reachAnew(node);
    this.#reached.set(node, reached);
    return reached;
  }

  async #reachAnew(node: ChunkId): Promise<Reached> {
    const packs = new Set<number>();
    const own = this.#anyPlace(Buffer.from(node, 'hex'), 'tree');
    if (!own) return undefined;
    packs.add(own.pack);
    this.#directories++;
    let isWhole = true;
    try {
      const directory = await this.#reader.directory(node);
      for (const page of pagesOf(directory)) {
        const place = this.#anyPlace(Buffer.from(page, 'hex'), 'tree');
        if (place) packs.add(place.pack);
      }
      for await (const entries of this.#reader.entriesOf(directory))
        for (const entry of entries) {
          if (entry.type === 'file') this.#files++;
          for (const { id, length } of entry.content ?? []) {
            const place = this.#anyPlace(Buffer.from(id, 'hex'), 'data');
            if (place?.place.length === length) packs.add(place.pack);
            else isWhole = false;
          }
          if (entry.node === undefined) continue;
          const below = await this.#reach(entry.node);
          for (const pack of below ?? []) packs.add(pack);
          if (!below) isWhole = false;
        }
    } catch (error) {
      if (!isLostPiece(error)) throw error;
      return undefined;
    }
    return isWhole ? this.#intern([...packs].toSorted((a, b) => a - b)) : undefined;
  }

  /** Neighbours mostly reach the same packs. */
  #intern(packs: readonly number[]): readonly number[] {
    const key = packs.join(',');
    const known = this.#interned.get(key);
    if (known) return known;
    this.#interned.set(key, packs);
    return packs;
  }

  /** Walks one snapshot with only what it lists, and notes each path that cannot be read that way. */
  async #explain(
    snapshot: FoundSnapshot,
    listed: ReadonlySet<string> | undefined,
    path: string,
    root: ChunkId,
  ): Promise<void> {
    const usable = (id: Uint8Array, kind: ChunkPlace['kind']): ChunkPlace | undefined => {
      for (const found of this.#contents.table.places(id))
        if (found.place.kind === kind && !found.bad && this.#counts(found.pack, listed)) return found.place;
      return undefined;
    };
    const reader = new TreeReader(
      this.#repository,
      { locate: (id, kind) => usable(id, kind) ?? this.#anyPlace(id, kind)?.place },
      { wholePacks: true },
    );
    const about = { snapshots: [snapshot.id] };
    const judge = (id: ChunkId, shown: string, kind: 'data' | 'tree'): void => {
      const bytes = Buffer.from(id, 'hex');
      if (usable(bytes, kind)) return;
      this.#blame(bytes, shown, kind, about.snapshots);
    };
    const walk = async (node: ChunkId, directory: string): Promise<void> => {
      judge(node, directory, 'tree');
      try {
        const opened = await reader.directory(node);
        for (const page of pagesOf(opened)) judge(page, directory, 'tree');
        for await (const entries of reader.entriesOf(opened))
          for (const entry of entries) {
            const shown = joinPath(directory, toText(entry.name));
            for (const { id } of entry.content ?? []) judge(id, shown, 'data');
            if (entry.node !== undefined) await walk(entry.node, shown);
          }
      } catch (error) {
        if (!isLostPiece(error)) throw error;
        if (this.#anyPlace(Buffer.from(node, 'hex'), 'tree'))
          this.#findings.add('tree-damaged', '', { ...about, path: directory, detail: error.message });
      }
    };
    // The node of a root holds the root itself.
    judge(root, path, 'tree');
    try {
      for await (const entries of reader.entries(root))
        for (const entry of entries) {
          for (const { id } of entry.content ?? []) judge(id, path, 'data');
          if (entry.node !== undefined) await walk(entry.node, path);
        }
    } catch (error) {
      if (!isLostPiece(error)) throw error;
      if (this.#anyPlace(Buffer.from(root, 'hex'), 'tree'))
        this.#findings.add('tree-damaged', '', { ...about, path, detail: error.message });
    }
  }

  /** Why a chunk cannot be counted on: the pack it is in is lost or not listed, or it is nowhere. */
  #blame(id: Uint8Array, path: string, kind: 'data' | 'tree', snapshots: readonly string[]): void {
    const { table, readable } = this.#contents;
    let elsewhere: string | undefined;
    for (const { pack, place, bad } of table.places(id)) {
      if (place.kind !== kind) continue;
      const cause = this.#findings.causeFor(place.pack.name);
      if (cause && (bad || !readable[pack])) {
        this.#findings.add(cause, place.pack.name, { snapshots, path });
        return;
      }
      elsewhere ??= place.pack.name;
    }
    if (elsewhere !== undefined) this.#findings.add('pack-not-listed', elsewhere, { snapshots });
    else this.#findings.add('contents-missing', '', { snapshots, path, detail: toHex(id) });
  }
}

function pagesOf(directory: DirectoryNode): readonly ChunkId[] {
  return 'pages' in directory ? directory.pages : [];
}
