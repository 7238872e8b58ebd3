import { ChunkIdHasher } from '../../crypto/chunk-id.ts';
import { toHex } from '../../crypto/hex.ts';
import { deriveKeys } from '../../crypto/keys.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { ChunkId, ContentRef, Entry } from '../../model/entry.ts';
import type { ByteRange, ObjectVersion } from '../../model/object.ts';
import type { SnapshotBody, SnapshotRoot } from '../../model/snapshot.ts';
import { packName } from '../../repository/names.ts';
import { decodePackContents } from '../../repository/pack-contents.ts';
import { PackWriter } from '../../repository/pack-writer.ts';
import { encodeDirectory } from '../../repository/tree-node.ts';
import { realWorld } from '../../system/world.ts';
import type { ChunkLocator, ChunkPlace, ReadableRepository } from '../chunk-place.ts';

type PackKind = 'data' | 'tree';

/** For tests: a repository in memory whose trees are written by hand, so that they can be what no backup would make. */
export class TestRepository implements ChunkLocator {
  readonly keys = deriveKeys(new Uint8Array(32).fill(7));
  readonly repositoryId = '00112233445566778899aabbccddeeff';
  readonly objects = new Map<string, Uint8Array>();
  /** Ranges read, in order. */
  readonly reads: { readonly name: string; readonly range: ByteRange | undefined }[] = [];
  readonly #hasher = new ChunkIdHasher(this.keys.chunkId);
  readonly #places = new Map<string, ChunkPlace>();
  readonly #writers = new Map<PackKind, PackWriter>();
  readonly #added = new Set<string>();

  get readable(): ReadableRepository {
    return {
      store: { get: async (version, range) => this.#get(version, range) },
      prefix: 'machine/',
      repositoryId: this.repositoryId,
      keys: this.keys,
    };
  }

  locate(id: Uint8Array, kind: PackKind): ChunkPlace | undefined {
    return this.#places.get(`${kind} ${toHex(id)}`);
  }

  chunk(kind: PackKind, bytes: Uint8Array): ContentRef {
    const id = this.#hasher.id(bytes);
    const ref = { id: toHex(id), length: bytes.length };
    const key = `${kind} ${ref.id}`;
    if (this.#added.has(key)) return ref;
    this.#added.add(key);
    let writer = this.#writers.get(kind);
    if (!writer) {
      const { keys, repositoryId } = this;
      const buffer = new Uint8Array(1 << 20);
      writer = new PackWriter({
        kind,
        key: keys[kind],
        repositoryId,
        buffer,
        targetBytes: 1e9,
        random: realWorld.random,
      });
      this.#writers.set(kind, writer);
    }
    writer.add(id, bytes);
    return ref;
  }

  /** A file in chunks of `chunkBytes`. */
  file(
    name: string,
    contents: Uint8Array | string,
    more: Partial<Entry> & { chunkBytes?: number } = {},
  ): Entry {
    const { chunkBytes = 1 << 20, ...fields } = more;
    const bytes = Buffer.from(contents);
    const content: ContentRef[] = [];
    for (let at = 0; at < bytes.length; at += chunkBytes)
      content.push(this.chunk('data', bytes.subarray(at, at + chunkBytes)));
    return { ...plainEntry(name), type: 'file', size: bytes.length, content, ...fields };
  }

  directory(name: string, entries: readonly Entry[], more: Partial<Entry> = {}): Entry {
    return { ...plainEntry(name), type: 'directory', mode: 0o755, node: this.node(entries), ...more };
  }

  /** The node of any bytes that are JSON, valid or not. */
  rawNode(value: unknown): ChunkId {
    return this.chunk('tree', Buffer.from(JSON.stringify(value))).id;
  }

  node(entries: readonly Entry[]): ChunkId {
    const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const { node, pages } = encodeDirectory(sorted, (bytes) => toHex(this.#hasher.id(bytes)));
    for (const page of pages) this.chunk('tree', page.bytes);
    return this.chunk('tree', node).id;
  }

  /** Ends the packs so far; their names. */
  seal(): readonly string[] {
    const names: string[] = [];
    for (const [kind, writer] of this.#writers) {
      const pack = writer.finish();
      const name = packName('', pack.sha256);
      this.objects.set(name, pack.bytes.slice());
      names.push(name);
      const { segments, chunks } = decodePackContents(pack.contents);
      for (const chunk of chunks)
        this.#places.set(`${kind} ${toHex(chunk.id)}`, {
          pack: { name, versionId: `v-${name}`, size: pack.bytes.length },
          kind,
          segment: segments[chunk.segment]!,
          offset: chunk.offset,
          length: chunk.length,
        });
    }
    this.#writers.clear();
    return names;
  }

  /** Seals, and a snapshot of these roots: absolute path → the entry of the root. */
  snapshot(roots: Readonly<Record<string, Entry>>): { readonly body: SnapshotBody } {
    const list = Object.entries(roots).map(([path, entry]): SnapshotRoot => ({
      path,
      node: this.node([entry]),
    }));
    this.seal();
    return { body: { ...emptyBody, roots: list } };
  }

  #get(version: ObjectVersion, range?: ByteRange): Uint8Array {
    const name = version.name.replace(/^machine\//, '');
    this.reads.push({ name, range });
    const bytes = this.objects.get(name);
    if (!bytes || version.versionId !== `v-${name}`) throw new HoldfastError('object-missing', { name });
    return range ? bytes.slice(range.start, range.end) : bytes.slice();
  }
}

export const someTime = '1700000000123456789';

function plainEntry(name: string): Omit<Entry, 'type'> {
  const uid = process.geteuid?.() ?? 0;
  const gid = process.getegid?.() ?? 0;
  return { name, mode: 0o644, uid, gid, mtimeNs: someTime, size: 0 };
}

const emptyBody: SnapshotBody = {
  startedAt: 0,
  finishedAt: 0,
  host: 'test',
  user: 'test',
  platform: 'linux',
  program: 'test',
  roots: [],
  excludes: [],
  complete: true,
  statistics: { files: 0, directories: 0, others: 0, bytes: 0, newBytes: 0, storedBytes: 0 },
  skipped: [],
  skippedCount: 0,
  previous: null,
  protectDays: 30,
  decisions: [],
};
