import { HoldfastError } from '../errors/holdfast-error.ts';
import type { BytePath, ChunkId, Entry } from '../model/entry.ts';
import type { SnapshotBody, SnapshotRoot } from '../model/snapshot.ts';
import { toText } from '../source/byte-path.ts';
import { fromExactText } from '../source/exact-text.ts';
import type { TreeReader } from './tree-reader.ts';

/** Something in a snapshot, and its path as a person reads it. */
export type FoundEntry = { readonly path: string; readonly entry: Entry };

/** "/home/ada/" and "/home//ada/." → ["home", "ada"]; "C:\Users" of a Windows snapshot → ["C:", "Users"]. */
export function pathParts(path: string, platform: string): readonly string[] {
  const parts = path.split(platform === 'win32' ? /[\\/]+/ : /\/+/);
  return parts.filter((part) => part !== '' && part !== '.');
}

export function startsWithParts(parts: readonly string[], start: readonly string[]): boolean {
  return start.length <= parts.length && start.every((part, index) => part === parts[index]);
}

/** Parts joined the way the snapshot's own paths look. */
export function joinParts(parts: readonly string[], platform: string): string {
  return platform === 'win32' ? parts.join('\\') : `/${parts.join('/')}`;
}

/** The root itself. Its node holds exactly one entry. */
export async function rootEntry(root: SnapshotRoot, reader: TreeReader): Promise<Entry> {
  for await (const entries of reader.entries(root.node)) {
    const [entry] = entries;
    if (entry && entries.length === 1) return entry;
    break;
  }
  throw new HoldfastError('object-damaged', {
    reason: `the tree of ${root.path} does not begin with one entry`,
  });
}

/**
 * What lies at a path of the snapshot.
 * @throws path-not-in-snapshot
 */
export async function findPath(
  body: SnapshotBody,
  path: string,
  reader: TreeReader,
  names: Pick<RememberedNames, 'child'> = { child: (node, name) => childNamed(node, name, reader) },
): Promise<FoundEntry> {
  const wanted = pathParts(path, body.platform);
  for (const root of rootsByDepth(body)) {
    const rootParts = pathParts(root.path, body.platform);
    if (!startsWithParts(wanted, rootParts)) continue;
    let entry: Entry | undefined = await rootEntry(root, reader);
    for (const part of wanted.slice(rootParts.length)) {
      entry = entry.node === undefined ? undefined : await names.child(entry.node, part);
      if (entry === undefined) break;
    }
    if (entry) return { path: joinParts(wanted, body.platform), entry };
  }
  throw new HoldfastError('path-not-in-snapshot', { path });
}

/** Deepest first, so that of two nested roots the nearer one answers. */
function rootsByDepth(body: SnapshotBody): readonly SnapshotRoot[] {
  const depth = (root: SnapshotRoot): number => pathParts(root.path, body.platform).length;
  return body.roots.toSorted((a, b) => depth(b) - depth(a));
}

/** By its exact name, or else by how it looks. */
export async function childNamed(
  node: ChunkId,
  name: string,
  reader: TreeReader,
): Promise<Entry | undefined> {
  const bytes: BytePath = fromExactText(name);
  let lookalike: Entry | undefined;
  for await (const entries of reader.entries(node)) {
    const exact = entries.find((entry) => entry.name === bytes);
    if (exact) return exact;
    // A name that is not UTF-8 can only be typed as it is shown.
    lookalike ??= entries.find((entry) => toText(entry.name) === name);
  }
  return lookalike;
}

/** Entries of directories that are remembered; of one directory all, however large. */
const maxRemembered = 200_000;

/** For many paths one after the other: a directory that ten thousand of them lie in is read once. */
export class RememberedNames {
  readonly #reader: TreeReader;
  readonly #directories = new Map<ChunkId, ReadonlyMap<string, Entry>>();
  #size = 0;

  constructor(reader: TreeReader) {
    this.#reader = reader;
  }

  async child(node: ChunkId, name: string): Promise<Entry | undefined> {
    const names = this.#directories.get(node) ?? (await this.#read(node));
    // Bytes and text are told apart by what no name holds.
    return names.get(fromExactText(name)) ?? names.get(`/${name}`);
  }

  async #read(node: ChunkId): Promise<ReadonlyMap<string, Entry>> {
    const names = new Map<string, Entry>();
    for await (const entries of this.#reader.entries(node))
      for (const entry of entries) {
        names.set(entry.name, entry);
        const text = toText(entry.name);
        if (text.includes('\ufffd') && !names.has(`/${text}`)) names.set(`/${text}`, entry);
      }
    if (this.#size + names.size > maxRemembered) {
      this.#directories.clear();
      this.#size = 0;
    }
    this.#directories.set(node, names);
    this.#size += names.size;
    return names;
  }
}
