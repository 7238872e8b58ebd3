import { lstatSync, type BigIntStats } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Catalog } from '../catalog/catalog.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { BytePath, ChunkId, Entry } from '../model/entry.ts';
import type { SkippedPath } from '../model/snapshot.ts';
import { packSlackBytes } from '../repository/pack-writer.ts';
import type { Repository } from '../repository/open-repository.ts';
import { encodeListing } from '../source/listing.ts';
import { readExtendedAttributes } from '../source/extended-attributes.ts';
import { kindOf, toFsPath, toText } from '../source/byte-path.ts';
import { whyUnreadable } from '../source/read-directory.ts';
import { ScanFlow } from '../source/scan-flow.ts';
import type { ScanMessage, ScanRequest, UnchangedChild } from '../source/scan-messages.ts';
import { addCounts, type TreeCounts } from '../source/tree-counts.ts';
import type { World } from '../system/world.ts';
import { ChunkClaims } from './chunk-claims.ts';
import { DirectoryMemory } from './directory-memory.ts';
import type { LargeRunGate } from './large-run.ts';
import { NeededPacks } from './needed-packs.ts';
import { PackUploads } from './pack-uploads.ts';
import { partialRoot, rootName } from './partial-tree.ts';
import type { FileToStore } from './store-messages.ts';
import { StorePool, workerLimits } from './store-pool.ts';
import { TreeBuilder } from './tree-builder.ts';
import { TreeStore } from './tree-store.ts';
import type { LeasedWriter } from './leased-writer.ts';
import type { ChangeWatch } from './watch-changes.ts';

export type PassRequest = {
  /** Absolute; none below another. */
  readonly roots: readonly BytePath[];
  readonly scan: Omit<ScanRequest, 'catalogFile' | 'roots' | 'usablePacks' | 'flow'>;
  /** By ordinal, see ScanRequest. */
  readonly usablePacks: Uint8Array;
  readonly workers: number;
  readonly packTargetBytes: number;
  /** One Int32: the next pack ordinal, shared with the workers. */
  readonly ordinals: SharedArrayBuffer;
  readonly gate?: LargeRunGate;
  /** Told of each directory that is complete, before the catalog remembers it. */
  readonly watch?: ChangeWatch | undefined;
};

/** What a pass has, or has so far. */
export type PassTree = {
  readonly roots: readonly { readonly path: BytePath; readonly node: ChunkId }[];
  readonly packs: ReadonlySet<number>;
  readonly counts: TreeCounts;
};

/** One walk over the roots: scan, store what is new, put the trees together. Nothing is published here. */
export class BackupPass {
  readonly flow = new ScanFlow();
  readonly uploads: PackUploads;
  readonly skipped: SkippedPath[] = [];
  readonly #request: PassRequest;
  readonly #builder: TreeBuilder;
  readonly #pool: StorePool;
  readonly #trees: TreeStore;
  readonly #memory: DirectoryMemory;
  readonly #needed = new NeededPacks();
  readonly #scanner: Worker;
  /** All files and directories are in. */
  readonly #read = Promise.withResolvers<void>();
  readonly #failed = Promise.withResolvers<never>();
  readonly #catalog: Catalog;
  readonly #directories: ReadonlySet<BytePath>;
  /** Holders of roots that could not be read, see #hold. */
  readonly #empty = new Set<BytePath>();
  #scanned = false;

  constructor(
    repository: Repository,
    catalog: Catalog,
    writer: LeasedWriter,
    world: World,
    request: PassRequest,
  ) {
    this.#request = request;
    this.#catalog = catalog;
    this.#directories = new Set(request.roots.filter((root) => isDirectory(lookAt(root))));
    this.#failed.promise.catch(() => undefined);
    const usable = (pack: number): boolean => request.usablePacks[pack] === 1 || this.uploads.confirmed(pack);
    const claims = {
      data: new ChunkClaims(catalog, 'data', usable),
      tree: new ChunkClaims(catalog, 'tree', usable),
    };
    this.#memory = new DirectoryMemory(catalog, usable);
    this.uploads = new PackUploads(
      catalog,
      writer,
      claims,
      () => {
        this.#memory.write();
        // Forgets the claims that have become packs: there is one for every new chunk.
        this.#needed.resolved();
      },
      request.gate,
    );
    this.#trees = new TreeStore(repository.keys, repository.repositoryId, claims.tree, {
      takeOrdinal: () => Atomics.add(new Int32Array(request.ordinals), 0, 1),
      random: world.random,
      packFinished: (pack) => {
        this.uploads.start({ ...pack, kind: 'tree' }).catch((error: unknown) => this.fail(error));
      },
    });
    this.#builder = new TreeBuilder(claims.data, {
      readFile: (file, size) => this.#pool.add(file, size),
      storeDirectory: (directory, entries) => {
        const node = this.#trees.store(entries, directory.packs);
        request.watch?.settled(directory, entries);
        if (entries.length === 0) this.#empty.add(directory.path);
        this.#needed.addAll(directory.packs);
        this.#needed.addAll(directory.below);
        if (directory.remember)
          this.#memory.add(directory.path, directory.listing.bytes, entries, node, directory.packs);
        else this.#memory.forget(directory.path);
        return node;
      },
      skipped: (path) => this.skipped.push(path),
      done: (entries) => this.flow.done(entries),
    });
    const { chunkId, gear, data } = repository.keys;
    this.#pool = new StorePool(
      {
        keys: { chunkId, gear, data },
        repositoryId: repository.repositoryId,
        chunking: repository.chunking,
        packTargetBytes: request.packTargetBytes,
        ordinals: request.ordinals,
      },
      request.workers,
      request.packTargetBytes + packSlackBytes,
      claims.data,
      {
        fileStored: (file, ids, lengths) => {
          this.#builder.fileStored(file, ids, lengths);
          this.#look();
        },
        packSealed: (pack) => this.uploads.start({ ...pack, kind: 'data' }),
        failed: (error) => this.fail(error),
      },
    );
    this.#scanner = new Worker(new URL('../source/scan-worker.ts', import.meta.url), {
      resourceLimits: workerLimits,
      workerData: {
        ...request.scan,
        catalogFile: catalog.file,
        roots: [...this.#directories],
        usablePacks: request.usablePacks,
        flow: this.flow.buffer,
      } satisfies ScanRequest,
    });
    this.#scanner.on('message', (message: ScanMessage) => this.#receive(message));
    this.#scanner.on('error', (error) => this.fail(error));
  }

  get scanned(): boolean {
    return this.#scanned;
  }

  /** Just now, a file a worker. */
  get reading(): readonly FileToStore[] {
    return this.#pool.reading;
  }

  get progress(): { readonly files: number; readonly bytes: number } {
    return this.#builder.progress;
  }

  /** Ends the pass with this error; the first one counts. */
  fail(error: unknown): void {
    this.#failed.reject(error);
  }

  /** Resolves when everything is read, uploaded and confirmed. */
  async finish(): Promise<PassTree> {
    await this.#unlessFailed(this.#read.promise);
    await this.#settle();
    // Also where nothing was uploaded: what was read again and found the same must not be read a third time.
    this.#catalog.transaction(() => this.#memory.write());
    const roots = this.#request.roots.flatMap((path) => {
      const node = this.#builder.finished.get(holderOf(path));
      if (node === undefined) throw new HoldfastError('bug', { reason: 'a root has no tree' });
      return this.#empty.has(holderOf(path)) ? [] : [{ path, node }];
    });
    if (roots.length === 0) throw new HoldfastError('path-impossible', { ...this.skipped[0] });
    return this.#tree(roots, this.#needed, this.#builder.counts);
  }

  /** What is complete so far, uploaded and confirmed; undefined where nothing is. */
  async soFar(): Promise<PassTree | undefined> {
    // A copy: while this waits, directories finish whose chunks are in no pack yet.
    const needed = this.#needed.copy();
    const { nodes, counts } = this.#builder.unfinished((entries, directory) => {
      needed.addAll(directory.packs);
      needed.addAll(directory.below);
      return this.#trees.store(entries, needed);
    });
    const finished = new Map([...this.#builder.finished, ...nodes]);
    const soFar = addCounts(this.#builder.counts, counts);
    const roots = this.#request.roots.flatMap((path) => {
      const whole = this.#empty.has(holderOf(path)) ? undefined : finished.get(holderOf(path));
      const node =
        whole ??
        partialRoot(path, finished, (entries: readonly Entry[]) => this.#trees.store(entries, needed));
      return node === undefined ? [] : [{ path, node }];
    });
    if (roots.length === 0) return undefined;
    await this.#settle();
    return this.#tree(roots, needed, soFar);
  }

  async close(): Promise<void> {
    this.flow.stop();
    await Promise.all([this.#scanner.terminate(), this.#pool.close()]);
    // What is on its way arrives, and then the next run had better know of it.
    await this.uploads.ended();
  }

  async #settle(): Promise<void> {
    await this.#unlessFailed(this.#pool.flush());
    this.#trees.flush();
    await this.#unlessFailed(this.uploads.settled());
  }

  #unlessFailed<T>(work: Promise<T>): Promise<T> {
    return Promise.race([this.#failed.promise, work]);
  }

  #tree(roots: PassTree['roots'], needed: NeededPacks, counts: TreeCounts): PassTree {
    const packs = needed.resolved();
    if (packs === undefined) throw new HoldfastError('bug', { reason: 'a chunk is in no pack' });
    return { roots, packs: new Set(packs), counts };
  }

  #receive(message: ScanMessage): void {
    try {
      if (message.kind === 'directories') {
        this.skipped.push(...message.skipped);
        for (const directory of message.directories) this.#builder.add(directory);
      } else if (message.kind === 'root') this.#hold(message.path, message.unchanged);
      else if (message.kind === 'failed') this.fail(new HoldfastError('bug', { reason: message.reason }));
      else {
        for (const root of this.#request.roots) if (!this.#directories.has(root)) this.#hold(root, undefined);
        this.#scanned = true;
      }
      this.#pool.dispatch();
      this.#look();
    } catch (error) {
      this.fail(error);
    }
  }

  /** A root becomes the only entry of a directory of its own, so a file can be a root as well. */
  #hold(root: BytePath, unchanged: UnchangedChild | undefined): void {
    const stat = lookAt(root);
    const attributes = isDirectory(stat) ? readExtendedAttributes(root) : undefined;
    this.#builder.add(
      {
        path: holderOf(root),
        listing: encodeListing([rootName(root)], [stat], stat.dev, () => false, 0n),
        unchanged: unchanged ? [unchanged] : [],
        cachedEntries: undefined,
        reusable: new Uint8Array(1),
        xattrs: attributes ? [[0, attributes]] : [],
        incomplete: true,
      },
      () => root,
    );
  }

  #look(): void {
    if (this.#scanned && !this.#builder.busy) this.#read.resolve();
  }
}

/** No path starts with NUL. */
const holderOf = (root: BytePath): BytePath => `\0${root}`;

const isDirectory = (stat: BigIntStats): boolean => kindOf(Number(stat.mode)) === 'directory';

/** @throws path-impossible */
function lookAt(root: BytePath): BigIntStats {
  try {
    return lstatSync(toFsPath(root), { bigint: true });
  } catch (error) {
    throw new HoldfastError(
      'path-impossible',
      { path: toText(root), reason: whyUnreadable(error) },
      { cause: error },
    );
  }
}
