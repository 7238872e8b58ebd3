import { lstatSync, type BigIntStats } from 'node:fs';
import { decodePacks, type CachedDirectory } from '../catalog/directories.ts';
import type { BytePath } from '../model/entry.ts';
import type { SkippedPath } from '../model/snapshot.ts';
import { joinPath, kindOf, toFsPath } from './byte-path.ts';
import { PatternExclusion } from './exclusion.ts';
import { readExtendedAttributes, type ExtendedAttributes } from './extended-attributes.ts';
import { encodeListing, Listing, sameListing } from './listing.ts';
import { readDirectory } from './read-directory.ts';
import type { ChangedDirectory, ScanRequest, UnchangedChild } from './scan-messages.ts';
import { addCounts } from './tree-counts.ts';

/** Entries whose ctime is younger than this at the start are read again next time (coarse clocks hide changes). */
const racyNs = 2_000_000_000n;

export type ScanSink = {
  /** May block while the run is behind. */
  readonly changed: (directory: ChangedDirectory) => void;
  readonly skipped: (paths: readonly SkippedPath[]) => void;
  readonly saw: (files: number, bytes: number) => void;
  readonly stopped: () => boolean;
};

type Outcome = Omit<UnchangedChild, 'index'> | undefined;

/**
 * Walks the roots in post-order and compares each directory with how it was. Wholly unchanged subtrees come out as
 * one result; of a changed directory, everything that is needed to store it again.
 */
export class Scanner {
  readonly #request: ScanRequest;
  readonly #cache: (path: BytePath) => CachedDirectory | undefined;
  readonly #sink: ScanSink;
  readonly #never: ReadonlySet<BytePath>;

  constructor(request: ScanRequest, cache: (path: BytePath) => CachedDirectory | undefined, sink: ScanSink) {
    this.#request = request;
    this.#cache = cache;
    this.#sink = sink;
    this.#never = new Set(request.never);
  }

  /** undefined: something below changed and was given to the sink. */
  scanRoot(root: BytePath): Outcome {
    const patterns = new PatternExclusion(root, this.#request.rules.patterns);
    const stat = lstatSync(toFsPath(root), { bigint: true, throwIfNoEntry: false });
    return this.#scan(root, patterns, stat?.dev ?? 0n);
  }

  /** @param device that the directory lies on */
  #scan(path: BytePath, patterns: PatternExclusion, device: bigint): Outcome {
    if (this.#sink.stopped()) return undefined;
    const read = readDirectory(path, this.#request.rules, patterns, this.#never);
    if (read.skipped.length > 0) this.#sink.skipped(read.skipped);
    const listing = encodeListing(
      read.names,
      read.stats,
      device,
      (stat) => stat.ctimeNs > this.#request.startedNs - racyNs,
      -this.#request.startedNs,
    );
    const unchanged: UnchangedChild[] = [];
    const own = { files: 0, directories: 0, others: 0, bytes: 0 };
    let changedChild = false;
    for (const [index, stat] of read.stats.entries()) {
      const kind = kindOf(Number(stat.mode));
      if (kind === 'file') {
        own.files++;
        own.bytes += Number(stat.size);
      } else if (kind !== 'directory') own.others++;
      else {
        own.directories++;
        const child = this.#scanChild(joinPath(path, read.names[index] ?? ''), patterns, stat, device);
        if (child === undefined) changedChild = true;
        else unchanged.push({ index, ...child });
      }
    }
    this.#sink.saw(own.files, own.bytes);
    const cached = this.#usable(this.#cache(path));
    if (
      cached &&
      cached.node.length > 0 &&
      !changedChild &&
      read.readable &&
      sameListing(listing, cached.listing)
    ) {
      return {
        node: cached.node,
        counts: unchanged.reduce((sum, child) => addCounts(sum, child.counts), own),
        packs: union([decodePacks(cached.packs), ...unchanged.map((child) => child.packs)]),
      };
    }
    this.#sink.changed(this.#changed(path, listing, read.stats, unchanged, cached, read.readable));
    return undefined;
  }

  #scanChild(path: BytePath, patterns: PatternExclusion, stat: BigIntStats, device: bigint): Outcome {
    if (!this.#request.rules.oneFileSystem || stat.dev === device)
      return this.#scan(path, patterns, stat.dev);
    this.#sink.changed(emptyDirectory(path));
    return undefined;
  }

  /** A cached directory counts only while all its packs are locked. */
  #usable(cached: CachedDirectory | undefined): CachedDirectory | undefined {
    if (cached === undefined) return undefined;
    return decodePacks(cached.packs).every((pack) => this.#request.usablePacks[pack] === 1)
      ? cached
      : undefined;
  }

  #changed(
    path: BytePath,
    listing: Uint8Array,
    stats: readonly BigIntStats[],
    unchanged: readonly UnchangedChild[],
    cached: CachedDirectory | undefined,
    readable: boolean,
  ): ChangedDirectory {
    const now = new Listing(listing);
    const reusable = new Uint8Array(stats.length);
    if (cached) {
      const before = new Listing(cached.listing);
      const places = new Map(before.names.map((name, index) => [name, index]));
      for (const [index, name] of now.names.entries()) {
        const place = places.get(name);
        if (place !== undefined && now.sameEntry(index, before, place)) reusable[index] = 1;
      }
    }
    const xattrs: [number, ExtendedAttributes][] = [];
    for (const [index, stat] of stats.entries()) {
      if (reusable[index] === 1 || kindOf(Number(stat.mode)) !== 'directory') continue;
      const attributes = readExtendedAttributes(joinPath(path, now.names[index] ?? ''));
      if (attributes) xattrs.push([index, attributes]);
    }
    return {
      path,
      listing,
      unchanged,
      cachedEntries: cached?.entries,
      reusable,
      xattrs,
      incomplete: !readable,
    };
  }
}

function union(sets: readonly Uint32Array[]): Uint32Array {
  const [first] = sets;
  if (first && sets.length === 1) return first;
  const all = new Set<number>();
  for (const set of sets) for (const pack of set) all.add(pack);
  return Uint32Array.from(all);
}

/** The mount point of another file system, with `oneFileSystem`. */
function emptyDirectory(path: BytePath): ChangedDirectory {
  return {
    path,
    listing: encodeListing([], [], 0n, () => false, 0n),
    unchanged: [],
    cachedEntries: undefined,
    reusable: new Uint8Array(0),
    xattrs: [],
    incomplete: true,
  };
}
