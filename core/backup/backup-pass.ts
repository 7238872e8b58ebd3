import { Worker } from 'node:worker_threads';
import type { Catalog } from '../catalog/catalog.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { BytePath, ChunkId, Entry } from '../model/entry.ts';
import type { SkippedPath } from '../model/snapshot.ts';
import { packSlackBytes } from '../repository/pack-writer.ts';
import type { Repository } from '../repository/open-repository.ts';
import { encodeListing } from '../source/listing.ts';
import { readExtendedAttributes } from '../source/extended-attributes.ts';
import { kindOf, toFsPath } from '../source/byte-path.ts';
import { ScanFlow } from '../source/scan-flow.ts';
import type { ScanMessage, ScanRequest, TreeCounts, UnchangedChild } from '../source/scan-messages.ts';
import type { World } from '../system/world.ts';
import { lstatSync } from 'node:fs';
import { ChunkClaims } from './chunk-claims.ts';
import { DirectoryMemory } from './directory-memory.ts';
import { NeededPacks } from './needed-packs.ts';
import { PackUploads } from './pack-uploads.ts';
import { partialRoot, rootName } from './partial-tree.ts';
import { StorePool, workerLimits } from './store-pool.ts';
import { TreeBuilder } from './tree-builder.ts';
import { TreeStore } from './tree-store.ts';
import type { LeasedWriter } from './leased-writer.ts';

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
  readonly #over = Promise.withResolvers<void>();
  #scanned = false;

  constructor(
    repository: Repository,
    catalog: Catalog,
    writer: LeasedWriter,
    world: World,
    request: PassRequest,
  ) {
    this.#request = request;
    const usable = (pack: number): boolean => request.usablePacks[pack] === 1 || this.uploads.confirmed(pack);
    const claims = new ChunkClaims(catalog, usable);
    this.#memory = new DirectoryMemory(catalog, usable);
    this.uploads = new PackUploads(catalog, writer, claims, () => this.#memory.write());
    this.#trees = new TreeStore(repository.keys, repository.repositoryId, claims, {
      takeOrdinal: () => Atomics.add(new Int32Array(request.ordinals), 0, 1),
      random: world.random,
      packFinished: (pack) => {
        this.uploads.start({ ...pack, kind: 'tree' }).catch((error: unknown) => this.fail(error));
      },
    });
    this.#builder = new TreeBuilder(claims, {
      readFile: (file, size) => this.#pool.add(file, size),
      storeDirectory: (directory, entries) => {
        const node = this.#trees.store(entries, directory.packs);
        this.#needed.addAll(directory.packs);
        this.#needed.addAll(directory.below);
        if (directory.remember)
          this.#memory.add(directory.path, directory.listing.bytes, entries, node, directory.packs);
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
      claims,
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
        roots: request.roots.filter((root) => isDirectory(root)),
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

  get progress(): { readonly files: number; readonly bytes: number } {
    return this.#builder.progress;
  }

  /** Ends the pass with this error; the first one counts. */
  fail(error: unknown): void {
    this.#over.reject(error);
  }

  /** Resolves when everything is read, uploaded and confirmed. */
  async finish(): Promise<PassTree> {
    await this.#over.promise;
    await this.#settle();
    const roots = this.#request.roots.map((path) => {
      const node = this.#builder.finished.get(holderOf(path));
      if (node === undefined) throw new HoldfastError('bug', { reason: 'a root has no tree' });
      return { path, node };
    });
    return this.#tree(roots);
  }

  /** What is complete so far, uploaded and confirmed; undefined where nothing is. */
  async soFar(): Promise<PassTree | undefined> {
    const finished = new Map(this.#builder.finished);
    const roots = this.#request.roots.flatMap((path) => {
      const node =
        finished.get(holderOf(path)) ??
        partialRoot(path, finished, (entries: readonly Entry[]) => this.#trees.store(entries, this.#needed));
      return node === undefined ? [] : [{ path, node }];
    });
    if (roots.length === 0) return undefined;
    await this.#settle();
    return this.#tree(roots);
  }

  async close(): Promise<void> {
    this.flow.stop();
    this.#over.promise.catch(() => undefined);
    await Promise.all([this.#scanner.terminate(), this.#pool.close()]);
  }

  async #settle(): Promise<void> {
    await Promise.race([this.#pool.flush(), this.#failure()]);
    this.#trees.flush();
    await Promise.race([this.uploads.settled(), this.#failure()]);
  }

  /** Never resolves; rejects when the pass fails. */
  #failure(): Promise<never> {
    return this.#over.promise.then(() => new Promise<never>(() => undefined));
  }

  #tree(roots: PassTree['roots']): PassTree {
    const packs = this.#needed.resolved();
    if (packs === undefined) throw new HoldfastError('bug', { reason: 'a chunk is in no pack' });
    return { roots, packs: new Set(packs), counts: { ...this.#builder.counts } };
  }

  #receive(message: ScanMessage): void {
    try {
      if (message.kind === 'directories') {
        this.skipped.push(...message.skipped);
        for (const directory of message.directories) this.#builder.add(directory);
      } else if (message.kind === 'root') this.#hold(message.path, message.unchanged);
      else if (message.kind === 'failed') this.fail(new HoldfastError('bug', { reason: message.reason }));
      else {
        for (const root of this.#request.roots) if (!isDirectory(root)) this.#hold(root, undefined);
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
    const stat = lstatSync(toFsPath(root), { bigint: true });
    const attributes = isDirectory(root) ? readExtendedAttributes(root) : undefined;
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
    if (this.#scanned && !this.#builder.busy) this.#over.resolve();
  }
}

/** No path starts with NUL. */
const holderOf = (root: BytePath): BytePath => `\0${root}`;

function isDirectory(path: BytePath): boolean {
  return kindOf(Number(lstatSync(toFsPath(path), { bigint: true }).mode)) === 'directory';
}
