import { lstatSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { because } from '../model/reasons.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { HoldfastError, isHoldfastError } from '../errors/holdfast-error.ts';
import type { BytePath, Entry } from '../model/entry.ts';
import { joinPath, toFsPath, toText } from '../source/byte-path.ts';
import type { ChunkLocator } from './chunk-place.ts';
import { freeName, isPlainName } from './entry-name.ts';
import type { ExistingItems } from './existing-item.ts';
import { withMappedOwner, type OwnerMap } from './map-owners.ts';
import { PlanBuilder } from './plan-builder.ts';
import { directoryStates, itemStates, type PlannedPack, type RestorePlan } from './restore-plan.ts';
import { CappedList, type RestoreConflict, type RestoreProblem } from './restore-report.ts';
import type { Selected } from './restore-selection.ts';
import type { TreeReader } from './tree-reader.ts';

/** What to do where something else stands already. Nothing that is the same is ever written again. */
export type ConflictPolicy = 'keep-both' | 'skip' | 'overwrite';

export type PlannedRestore = {
  readonly plan: RestorePlan;
  readonly packs: readonly PlannedPack[];
  readonly totalFiles: number;
  readonly totalBytes: number;
  /** Bytes that have to be written, without sparse files: how much of those is holes is not known before. */
  readonly newBytes: number;
  readonly alreadyThere: { readonly files: number; readonly bytes: number };
  /** Files and folders whose pieces cannot be found or read; they are among the problems. */
  readonly lostInPlan: number;
  readonly problems: CappedList<RestoreProblem>;
  readonly conflicts: CappedList<RestoreConflict>;
};

export type PlanRequest = {
  readonly reader: TreeReader;
  readonly locator: ChunkLocator;
  readonly selected: readonly Selected[];
  readonly destination: BytePath;
  readonly destinationExists: boolean;
  readonly existing: ExistingItems;
  readonly policy: ConflictPolicy;
  readonly owners?: OwnerMap | undefined;
  readonly onProblem?: ((problem: RestoreProblem) => void) | undefined;
  readonly onConflict?: ((conflict: RestoreConflict) => void) | undefined;
  readonly signal: AbortSignal | undefined;
};

/** Decides about every entry; writes nothing. */
export async function planRestore(request: PlanRequest): Promise<PlannedRestore> {
  return await new Planner(request).run();
}

/** A row to add, under a name and in a state that fit what is on the disk. */
type Placing = { readonly name: BytePath; readonly state: number };

class Planner {
  readonly #request: PlanRequest;
  readonly #builder = new PlanBuilder();
  readonly #problems: CappedList<RestoreProblem>;
  readonly #conflicts: CappedList<RestoreConflict>;
  /** Rows of files that have further names. */
  readonly #linked = new Map<string, number>();
  readonly #leading = new Map<string, number>();
  #totalFiles = 0;
  #totalBytes = 0;
  #sameFiles = 0;
  #sameBytes = 0;
  #newBytes = 0;
  #visited = 0;
  #lost = 0;
  /** Left out of what is selected. */
  #without: string | undefined;

  constructor(request: PlanRequest) {
    this.#request = request;
    this.#problems = new CappedList(request.onProblem);
    this.#conflicts = new CappedList(request.onConflict);
  }

  async run(): Promise<PlannedRestore> {
    const { destination, destinationExists, selected } = this.#request;
    const top = this.#builder.addDirectory(
      0,
      '',
      destinationExists ? directoryStates.existing : directoryStates.fresh,
      undefined,
    );
    for (const { path, entry, under, without } of selected) {
      this.#without = without;
      // A root's path is whatever its snapshot says.
      if (!under.every((name) => isPlainName(name, process.platform))) {
        this.#lost++;
        this.#problem(path, because('reason-path-impossible'));
        continue;
      }
      const at = this.#lead(top, destination, destinationExists, under);
      await this.#add(at.row, at.path, at.exists, path, entry);
    }
    return {
      plan: this.#builder.finish(destination),
      packs: this.#builder.packs,
      totalFiles: this.#totalFiles,
      totalBytes: this.#totalBytes,
      newBytes: this.#newBytes,
      alreadyThere: { files: this.#sameFiles, bytes: this.#sameBytes },
      lostInPlan: this.#lost,
      problems: this.#problems,
      conflicts: this.#conflicts,
    };
  }

  /** Directories on the way to a root, without metadata of their own. */
  #lead(top: number, destination: BytePath, topExists: boolean, under: readonly BytePath[]) {
    let at = { row: top, path: destination, exists: topExists };
    for (const name of under) {
      const path = joinPath(at.path, name);
      const place = this.#directoryPlace(at.path, at.exists, name, toText(path));
      const known = this.#leading.get(path);
      const row = known ?? this.#builder.addDirectory(at.row, place.name, place.state, undefined);
      this.#leading.set(path, row);
      at = { row, path: joinPath(at.path, place.name), exists: place.state === directoryStates.existing };
    }
    return at;
  }

  async #add(
    parent: number,
    parentPath: BytePath,
    parentExists: boolean,
    shown: string,
    asStored: Entry,
  ): Promise<void> {
    if (shown === this.#without) return;
    const { owners } = this.#request;
    const entry = owners ? withMappedOwner(asStored, owners) : asStored;
    if (!isPlainName(entry.name, process.platform)) {
      this.#problem(shown, because('reason-name-impossible'));
      return;
    }
    if (entry.type === 'directory') await this.#addDirectory(parent, parentPath, parentExists, shown, entry);
    else this.#addItem(parent, parentPath, parentExists, shown, entry);
  }

  async #addDirectory(
    parent: number,
    parentPath: BytePath,
    parentExists: boolean,
    shown: string,
    entry: Entry,
  ): Promise<void> {
    const { reader, signal } = this.#request;
    const place = this.#directoryPlace(parentPath, parentExists, entry.name, shown);
    const row = this.#builder.addDirectory(parent, place.name, place.state, entry);
    const path = joinPath(parentPath, place.name);
    const exists = place.state === directoryStates.existing;
    // Everything may come from the cache, without ever waiting for the event loop.
    if (++this.#visited % 256 === 0) await setImmediate();
    if (signal?.aborted) throw new HoldfastError('cancelled', {}, { cause: signal.reason });
    try {
      for await (const entries of reader.entries(entry.node ?? ''))
        for (const child of entries)
          await this.#add(row, path, exists, joinPath(shown, toText(child.name)), child);
    } catch (error) {
      if (!isLostPiece(error)) throw error;
      this.#lost++;
      this.#problem(shown, because('reason-folder-lost', { detail: error.words }));
    }
  }

  #addItem(parent: number, parentPath: BytePath, parentExists: boolean, shown: string, entry: Entry): void {
    const fresh: Placing = { name: entry.name, state: itemStates.fresh };
    const place = parentExists ? this.#itemPlace(parentPath, shown, entry) : fresh;
    if (place === undefined) return;
    if (entry.type === 'file') this.#countFile(entry, place.state === itemStates.keep);
    const linkKey = entry.link === undefined ? undefined : linkKeyOf(entry.link, entry);
    const first = linkKey === undefined ? undefined : this.#linked.get(linkKey);
    if (first !== undefined) {
      this.#builder.addItem(parent, place.name, 'link', place.state, entry, first);
      return;
    }
    const places = (entry.content ?? []).map(({ id, length }) => {
      const bytes = Buffer.from(id, 'hex');
      const found = this.#request.locator.locate(bytes, 'data');
      return found?.kind === 'data' && found.length === length ? { bytes, found } : undefined;
    });
    if (place.state !== itemStates.keep && places.includes(undefined)) {
      this.#lost++;
      this.#problem(shown, because('reason-piece-unknown'));
      return;
    }
    const row = this.#builder.addItem(
      parent,
      place.name,
      entry.type as Exclude<Entry['type'], 'directory'>,
      place.state,
      entry,
    );
    if (linkKey !== undefined) this.#linked.set(linkKey, row);
    if (place.state === itemStates.keep) return;
    let offset = 0;
    for (const piece of places) {
      if (!piece) continue;
      this.#builder.addPiece(piece.bytes, piece.found, offset);
      offset += piece.found.length;
    }
  }

  #countFile(entry: Entry, isThere: boolean): void {
    this.#totalFiles++;
    this.#totalBytes += entry.size;
    if (isThere) {
      this.#sameFiles++;
      this.#sameBytes += entry.size;
    } else if (!entry.sparse) this.#newBytes += entry.size;
  }

  #directoryPlace(parentPath: BytePath, parentExists: boolean, name: BytePath, shown: string): Placing {
    const fresh = { name, state: directoryStates.fresh };
    if (!parentExists) return fresh;
    for (let attempt = 0; ; attempt++) {
      const chosen = attempt === 0 ? name : freeName(name, attempt);
      const stat = lstatSync(toFsPath(joinPath(parentPath, chosen)), { throwIfNoEntry: false });
      if (stat && !stat.isDirectory()) continue;
      if (attempt > 0) this.#conflict(shown, joinPath(parentPath, chosen));
      return { name: chosen, state: stat ? directoryStates.existing : directoryStates.fresh };
    }
  }

  /** undefined: the policy says to leave it out. */
  #itemPlace(parentPath: BytePath, shown: string, entry: Entry): Placing | undefined {
    const { existing, policy } = this.#request;
    for (let attempt = 0; ; attempt++) {
      const name = attempt === 0 ? entry.name : freeName(entry.name, attempt);
      const found = existing.look(joinPath(parentPath, name), entry);
      if (found === 'absent' || found === 'same' || found === 'unfinished') {
        if (attempt > 0) this.#conflict(shown, joinPath(parentPath, name));
        const states = { absent: itemStates.fresh, same: itemStates.keep, unfinished: itemStates.replace };
        return { name, state: states[found] };
      }
      if (policy === 'skip') {
        this.#conflicts.add({ path: shown, restoredAs: null });
        return undefined;
      }
      if (policy === 'overwrite' && found === 'different') return { name, state: itemStates.replace };
    }
  }

  #problem(path: string, reason: string): void {
    this.#problems.add({ path, reason });
  }

  #conflict(path: string, restoredAs: BytePath): void {
    this.#conflicts.add({ path, restoredAs: toText(restoredAs) });
  }
}

/**
 * Names of one file have this in common, and all of their contents: device and inode alone may be those of two files,
 * one remembered from before a restart that numbered the disks anew.
 */
function linkKeyOf(link: string, { type, size, content = [], target, device }: Entry): string {
  const pieces = sha256Hex(Buffer.from(content.map(({ id }) => id).join(''), 'hex'));
  return [link, type, size, pieces, device ?? '', target ?? ''].join(' ');
}

/** Errors that say one object is gone or damaged. Others (no network, a revoked key) end the run. */
export function isLostPiece(error: unknown): error is HoldfastError {
  return (
    isHoldfastError(error, 'object-missing') ||
    isHoldfastError(error, 'object-damaged') ||
    isHoldfastError(error, 'chunk-missing')
  );
}
