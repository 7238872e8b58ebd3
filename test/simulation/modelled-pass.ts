import type { Catalog } from '../../core/catalog/catalog.ts';
import { decodePacks } from '../../core/catalog/directories.ts';
import { ChunkClaims } from '../../core/backup/chunk-claims.ts';
import { DirectoryMemory } from '../../core/backup/directory-memory.ts';
import type { LeasedWriter } from '../../core/backup/leased-writer.ts';
import { NeededPacks } from '../../core/backup/needed-packs.ts';
import { PackUploads } from '../../core/backup/pack-uploads.ts';
import type { PassRequest, PassTree } from '../../core/backup/backup-pass.ts';
import { ChunkIdHasher } from '../../core/crypto/chunk-id.ts';
import { toHex } from '../../core/crypto/hex.ts';
import { PackWriter } from '../../core/repository/pack-writer.ts';
import type { Repository } from '../../core/repository/repository.ts';
import type { SkippedPath } from '../../core/model/snapshot.ts';
import { ScanFlow } from '../../core/source/scan-flow.ts';
import { noCounts } from '../../core/source/tree-counts.ts';
import type { World } from '../../core/system/world.ts';
import type { ModelledDirectory, ModelledFiles } from './modelled-files.ts';

type Kind = 'data' | 'tree';

/** What the pass walks over, and where it tells which chunks a pack holds: set before each run of the simulation. */
export const walked: {
  files: ModelledFiles | undefined;
  packed: (pack: string, chunks: readonly number[]) => void;
} = { files: undefined, packed: () => undefined };

/** So few chunks fill a pack: objects are to be many, bytes few. */
const chunksInPack = 4;
const emptyNode = new Uint8Array(0);

/**
 * Stands for core/backup/backup-pass.ts in the simulation: files are modelled, no threads; deduplication, packs, uploads and the
 * memory of directories are the real ones.
 */
export class BackupPass {
  readonly flow = new ScanFlow();
  readonly scanned = true;
  readonly progress = { files: 0, bytes: 0 };
  readonly skipped: SkippedPath[] = [];
  readonly uploads: PackUploads;
  readonly #repository: Repository;
  readonly #catalog: Catalog;
  readonly #world: World;
  readonly #request: PassRequest;
  readonly #claims: Record<Kind, ChunkClaims>;
  readonly #memory: DirectoryMemory;
  readonly #needed = new NeededPacks();
  readonly #hasher: ChunkIdHasher;
  readonly #open: Record<Kind, { ordinal: number; writer: PackWriter; chunks: number[] } | undefined> = {
    data: undefined,
    tree: undefined,
  };
  #failure: { readonly error: unknown } | undefined;

  constructor(
    repository: Repository,
    catalog: Catalog,
    writer: LeasedWriter,
    world: World,
    request: PassRequest,
  ) {
    this.#repository = repository;
    this.#catalog = catalog;
    this.#world = world;
    this.#request = request;
    this.#hasher = new ChunkIdHasher(repository.keys.chunkId);
    this.#claims = {
      data: new ChunkClaims(catalog, 'data', this.#usable),
      tree: new ChunkClaims(catalog, 'tree', this.#usable),
    };
    this.#memory = new DirectoryMemory(catalog, this.#usable);
    this.uploads = new PackUploads(catalog, writer, this.#claims, () => this.#memory.write());
  }

  readonly #usable = (pack: number): boolean =>
    this.#request.usablePacks[pack] === 1 || this.uploads.confirmed(pack);

  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  async finish(): Promise<PassTree> {
    const { directories } = walked.files!;
    for (const directory of directories) if (!this.#isUnchanged(directory)) this.#read(directory);
    this.#flush('data');
    this.#flush('tree');
    await this.uploads.ended();
    if (this.#failure) throw this.#failure.error;
    this.#catalog.transaction(() => this.#memory.write());
    const roots = this.#request.roots.map((path) => ({ path, node: '00'.repeat(32) }));
    const counts = { ...noCounts, directories: directories.length };
    return { roots, packs: new Set(this.#needed.resolved()!), counts };
  }

  soFar(): Promise<PassTree | undefined> {
    return Promise.resolve(undefined);
  }

  async close(): Promise<void> {
    await this.uploads.ended();
  }

  /** As the scanner decides: it looks as it did, and every pack it needs can be counted on. */
  #isUnchanged({ path, revision }: ModelledDirectory): boolean {
    const known = this.#catalog.directories.get(path);
    if (!known || known.node.length === 0 || Buffer.compare(known.listing, listingOf(revision)) !== 0)
      return false;
    const packs = [...decodePacks(known.packs)];
    if (!packs.every(this.#usable)) return false;
    for (const pack of packs) this.#needed.add(pack);
    return true;
  }

  #read({ path, revision, chunks }: ModelledDirectory): void {
    const packs = new NeededPacks();
    for (const { number } of chunks) this.#keep('data', Buffer.from(`chunk ${number}`), number, packs);
    const node = Buffer.from(`${path} ${revision} ${chunks.map(({ number }) => number).join()}`);
    const id = this.#keep('tree', node, 0, packs);
    this.#needed.addAll(packs);
    this.#memory.add(path, listingOf(revision), [], toHex(id), packs);
  }

  #keep(kind: Kind, bytes: Uint8Array, number: number, packs: NeededPacks): Uint8Array {
    const claims = this.#claims[kind];
    const id = this.#hasher.id(bytes);
    if (claims.ask(id)[0] === 0) {
      const open = (this.#open[kind] ??= {
        ordinal: Atomics.add(new Int32Array(this.#request.ordinals), 0, 1),
        writer: new PackWriter({
          kind,
          key: this.#repository.keys[kind],
          repositoryId: this.#repository.repositoryId,
          buffer: new Uint8Array(1024),
          targetBytes: 1024,
          random: this.#world.random,
        }),
        chunks: [],
      });
      claims.placed(id, Uint32Array.of(open.ordinal));
      open.writer.add(id, bytes);
      open.chunks.push(number);
      if (kind === 'data' && open.chunks.length >= chunksInPack) this.#flush(kind);
    }
    packs.add(claims.placeOf(id));
    return id;
  }

  #flush(kind: Kind): void {
    const open = this.#open[kind];
    if (open === undefined) return;
    this.#open[kind] = undefined;
    const { ordinal, writer, chunks } = open;
    const pack = writer.finish();
    if (kind === 'data') walked.packed(pack.sha256, chunks);
    this.uploads.start({ ...pack, kind, ordinal }).catch((error: unknown) => this.fail(error));
  }
}

const listingOf = (revision: number): Uint8Array =>
  revision === 0 ? emptyNode : Buffer.from(`revision ${revision}`);
