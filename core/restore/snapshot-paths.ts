import { HoldfastError } from '../errors/holdfast-error.ts';
import type { BytePath, Entry } from '../model/entry.ts';
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
export async function findPath(body: SnapshotBody, path: string, reader: TreeReader): Promise<FoundEntry> {
  const wanted = pathParts(path, body.platform);
  for (const root of rootsByDepth(body)) {
    const rootParts = pathParts(root.path, body.platform);
    if (!startsWithParts(wanted, rootParts)) continue;
    let entry: Entry | undefined = await rootEntry(root, reader);
    for (const part of wanted.slice(rootParts.length)) {
      entry = await childNamed(entry, part, reader);
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

async function childNamed(directory: Entry, name: string, reader: TreeReader): Promise<Entry | undefined> {
  if (directory.node === undefined) return undefined;
  const bytes: BytePath = fromExactText(name);
  let lookalike: Entry | undefined;
  for await (const entries of reader.entries(directory.node)) {
    const exact = entries.find((entry) => entry.name === bytes);
    if (exact) return exact;
    // A name that is not UTF-8 can only be typed as it is shown.
    lookalike ??= entries.find((entry) => toText(entry.name) === name);
  }
  return lookalike;
}
