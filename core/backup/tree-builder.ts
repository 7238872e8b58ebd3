import { readlinkSync } from 'node:fs';
import { because } from '../model/reasons.ts';
import { toHex } from '../crypto/hex.ts';
import type { BytePath, ChunkId, Entry } from '../model/entry.ts';
import type { SkippedPath } from '../model/snapshot.ts';
import { joinPath, toFsPath, toText } from '../source/byte-path.ts';
import { distrustEntry } from '../source/listing.ts';
import { whyUnreadable } from '../source/read-directory.ts';
import type { ChangedDirectory, UnchangedChild } from '../source/scan-messages.ts';
import { addCounts, noCounts, type TreeCounts } from '../source/tree-counts.ts';
import { decodeCachedEntries } from './cached-entries.ts';
import type { ChunkClaims } from './chunk-claims.ts';
import { entryOf, PendingDirectory } from './pending-directory.ts';
import type { FileToStore, StoredFile } from './store-messages.ts';

export type TreeSink = {
  readonly readFile: (file: FileToStore, size: number) => void;
  /** Stores a complete directory; returns the id of its node. */
  readonly storeDirectory: (directory: PendingDirectory, entries: readonly Entry[]) => ChunkId;
  readonly skipped: (path: SkippedPath) => void;
  /** Entries of the scan that need no more memory. */
  readonly done: (entries: number) => void;
};

type Awaited = { readonly directory: PendingDirectory; readonly index: number };

/** Puts directories together from the scan, the catalog and the stored files, children first. */
export class TreeBuilder {
  readonly #claims: ChunkClaims;
  readonly #sink: TreeSink;
  readonly #files = new Map<number, Awaited>();
  readonly #pending = new Map<BytePath, PendingDirectory>();
  readonly #finished = new Map<BytePath, ChunkId>();
  #counts: TreeCounts = noCounts;
  readonly #progress = { files: 0, bytes: 0 };
  #nextFile = 0;

  constructor(claims: ChunkClaims, sink: TreeSink) {
    this.#claims = claims;
    this.#sink = sink;
  }

  /** Of everything that is in finished directories. */
  get counts(): TreeCounts {
    return this.#counts;
  }

  /** Files that need no more work, and their bytes. */
  get progress(): { readonly files: number; readonly bytes: number } {
    return this.#progress;
  }

  /** Finished directories whose parents have not come: the tops of what is complete so far. */
  get finished(): ReadonlyMap<BytePath, ChunkId> {
    return this.#finished;
  }

  /**
   * What is complete inside directories that are not, for a partial snapshot: top directories by path, and the counts of
   * what is in them beyond `counts`.
   * @param store gives the node of a directory that holds only these entries
   */
  unfinished(store: (entries: readonly Entry[], directory: PendingDirectory) => ChunkId): {
    readonly nodes: ReadonlyMap<BytePath, ChunkId>;
    readonly counts: TreeCounts;
  } {
    const children = Map.groupBy(this.#pending.values(), ({ parent }) => parent?.directory);
    let counts: TreeCounts = noCounts;
    const nodeOf = (directory: PendingDirectory): ChunkId | undefined => {
      const entries = [...directory.entries];
      for (const child of children.get(directory) ?? []) {
        const index = child.parent?.index ?? 0;
        const [entry, node] = [entries[index], nodeOf(child)];
        if (entry && node !== undefined) entries[index] = { ...entry, node };
      }
      const complete = entries.filter((entry) => entry !== undefined).filter(isComplete);
      for (const entry of complete) counts = addCounts(counts, countsOf(entry));
      return complete.length === 0 ? undefined : store(complete, directory);
    };
    const nodes = new Map<BytePath, ChunkId>();
    for (const directory of children.get(undefined) ?? []) {
      const node = nodeOf(directory);
      if (node !== undefined) nodes.set(directory.path, node);
    }
    return { nodes, counts };
  }

  /** True while files or directories are still awaited. */
  get busy(): boolean {
    return this.#pending.size > 0;
  }

  /** @param pathOf the path of an entry, where it is not the directory's path and the name */
  add(changed: ChangedDirectory, pathOf = (name: BytePath) => joinPath(changed.path, name)): void {
    const directory = new PendingDirectory(changed.path, pathOf, changed.listing, !changed.incomplete);
    this.#pending.set(changed.path, directory);
    const cached = changed.cachedEntries ? decodeCachedEntries(changed.cachedEntries) : undefined;
    directory.before = cached;
    const unchanged = new Map(changed.unchanged.map((child) => [child.index, child]));
    const xattrs = new Map(changed.xattrs);
    for (const [index, name] of directory.listing.names.entries()) {
      const reused = changed.reusable[index] === 1 ? cached?.get(name) : undefined;
      if (reused && this.#reuse(directory, index, reused)) continue;
      const stat = directory.listing.stat(index);
      const path = pathOf(name);
      const attributes = reused?.xattrs ?? xattrs.get(index);
      const entry: Entry = {
        ...entryOf(name, stat, directory.listing.device),
        ...(attributes ? { xattrs: attributes } : {}),
      };
      directory.entries[index] = entry;
      if (entry.type === 'file') this.#awaitFile(directory, index, path, stat.size);
      else if (entry.type === 'directory') this.#child(directory, index, path, unchanged.get(index));
      else if (entry.type === 'symlink') this.#symlink(directory, index, path, entry);
    }
    this.#settle(directory);
  }

  /** A file that `readFile` asked for came back. */
  fileStored(stored: StoredFile, ids: Uint8Array, lengths: Float64Array): void {
    const awaited = this.#files.get(stored.file);
    if (awaited === undefined) return;
    this.#files.delete(stored.file);
    const { directory, index } = awaited;
    this.#progress.files++;
    this.#progress.bytes += stored.size;
    const name = directory.listing.names[index] ?? '';
    if (stored.skipped !== undefined || stored.stat === undefined) {
      this.#skip(directory, index, stored.skipped ?? because('reason-unread'));
      directory.entries[index] = undefined;
    } else {
      const content = Array.from(lengths, (length, chunk) => {
        const id = ids.subarray(chunk * idBytes, (chunk + 1) * idBytes);
        directory.packs.add(this.#claims.placeOf(id));
        return { id: toHex(id), length };
      });
      const { link, ...stat } = stored.stat;
      directory.entries[index] = {
        name,
        type: 'file',
        ...stat,
        size: stored.size,
        content,
        look: stored.look,
        ...(link === undefined ? {} : { link }),
        ...(stored.sparse ? { sparse: true } : {}),
        ...(stored.xattrs ? { xattrs: stored.xattrs } : {}),
      };
      if (stored.changed) this.#skip(directory, index, because('reason-changed'));
    }
    this.#settle(directory);
  }

  /** An unchanged entry, if its chunks are still where the catalog says. */
  #reuse(directory: PendingDirectory, index: number, entry: Entry): boolean {
    if (entry.type === 'directory') return false;
    const places = (entry.content ?? []).map(({ id }) => this.#claims.find(Buffer.from(id, 'hex')));
    if (places.includes(undefined)) return false;
    for (const place of places) if (place !== undefined) directory.packs.add(place);
    directory.entries[index] = entry;
    if (entry.type === 'file') this.#progress.files++;
    this.#progress.bytes += entry.size;
    return true;
  }

  #awaitFile(directory: PendingDirectory, index: number, path: BytePath, size: number): void {
    const file = this.#nextFile++;
    this.#files.set(file, { directory, index });
    directory.waiting++;
    this.#sink.readFile({ file, path }, size);
  }

  #child(
    directory: PendingDirectory,
    index: number,
    path: BytePath,
    unchanged: UnchangedChild | undefined,
  ): void {
    const finished = this.#finished.get(path);
    const pending = this.#pending.get(path);
    if (unchanged) {
      this.#giveNode({ directory, index }, toHex(unchanged.node));
      this.#counts = addCounts(this.#counts, unchanged.counts);
      this.#progress.files += unchanged.counts.files;
      this.#progress.bytes += unchanged.counts.bytes;
      for (const pack of unchanged.packs) directory.below.add(pack);
    } else if (finished !== undefined) {
      this.#finished.delete(path);
      this.#giveNode({ directory, index }, finished);
    } else if (pending) {
      pending.parent = { directory, index };
      directory.waiting++;
    } else {
      // The scan was stopped inside it.
      directory.entries[index] = undefined;
      directory.remember = false;
    }
  }

  #symlink(directory: PendingDirectory, index: number, path: BytePath, entry: Entry): void {
    try {
      const target = readlinkSync(toFsPath(path), { encoding: 'latin1' });
      directory.entries[index] = { ...entry, target };
    } catch (error) {
      this.#skip(directory, index, whyUnreadable(error));
      directory.entries[index] = undefined;
    }
  }

  #skip(directory: PendingDirectory, index: number, reason: string): void {
    const name = directory.listing.names[index] ?? '';
    this.#sink.skipped({ path: toText(directory.pathOf(name)), reason });
    distrustEntry(directory.listing.bytes, index);
  }

  #giveNode({ directory, index }: Awaited, node: ChunkId): void {
    const entry = directory.entries[index];
    if (entry) directory.entries[index] = { ...entry, node };
  }

  /** One thing less to wait for; with the last one the directory is stored and its parent told. */
  #settle(directory: PendingDirectory): void {
    if (--directory.waiting > 0) return;
    const entries = directory.entries.filter((entry) => entry !== undefined);
    const node = this.#sink.storeDirectory(directory, entries);
    for (const entry of entries) this.#counts = addCounts(this.#counts, countsOf(entry));
    this.#pending.delete(directory.path);
    this.#sink.done(directory.entries.length + 1);
    if (directory.parent === undefined) {
      this.#finished.set(directory.path, node);
      return;
    }
    this.#giveNode(directory.parent, node);
    this.#settle(directory.parent.directory);
  }
}

const idBytes = 32;

function countsOf({ type, size }: Entry): TreeCounts {
  return {
    files: type === 'file' ? 1 : 0,
    directories: type === 'directory' ? 1 : 0,
    others: type === 'file' || type === 'directory' ? 0 : 1,
    bytes: size,
  };
}

function isComplete({ type, content, node }: Entry): boolean {
  if (type === 'file') return content !== undefined;
  return type !== 'directory' || node !== undefined;
}
