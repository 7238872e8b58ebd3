import { foldText } from '../catalog/names/fold-text.ts';
import type { ChunkId } from '../model/entry.ts';
import type { SnapshotBody } from '../model/snapshot.ts';
import { toText } from '../source/byte-path.ts';
import { childPath } from './list-directory.ts';
import { pathParts, rootEntry, type FoundEntry } from './snapshot-paths.ts';
import type { TreeReader } from './tree-reader.ts';

/**
 * Everything whose own name fits the pattern, in the order of the tree. `*` and `?` are wildcards for a whole name;
 * without them the name must contain the pattern. Capital letters make no difference.
 * @param reader one for all snapshots: most of what they hold they share
 * @throws chunk-missing, object-missing, object-damaged
 */
export async function* findByName(
  reader: TreeReader,
  snapshot: { readonly body: SnapshotBody },
  pattern: string,
): AsyncGenerator<FoundEntry> {
  const { body } = snapshot;
  const fits = nameTest(pattern);
  async function* below(node: ChunkId, parts: readonly string[]): AsyncGenerator<FoundEntry> {
    for await (const entries of reader.entries(node)) {
      for (const entry of entries) {
        const name = toText(entry.name);
        if (fits(name)) yield { path: childPath(parts, entry, body.platform), entry };
        if (entry.node !== undefined) yield* below(entry.node, [...parts, name]);
      }
    }
  }
  for (const root of body.roots) {
    const entry = await rootEntry(root, reader);
    if (fits(toText(entry.name))) yield { path: root.path, entry };
    if (entry.node !== undefined) yield* below(entry.node, pathParts(root.path, body.platform));
  }
}

/** A test of one name. NFC and NFD forms of a letter count as the same, and what the search of the window takes for the same. */
export function nameTest(pattern: string): (name: string) => boolean {
  if (!/[*?]/.test(pattern)) {
    const wanted = foldText(pattern);
    return (name) => foldText(name).includes(wanted);
  }
  // Folded, ß is two letters; a question mark stands for one.
  const tests = [plain, foldText].map((form) => {
    const parts = form(pattern)
      .split(/\*+/)
      .map((part) => Array.from(part));
    return (name: string) => hasParts(Array.from(form(name)), parts);
  });
  return (name) => tests.some((fits) => fits(name));
}

const plain = (text: string): string => text.normalize('NFC').toLowerCase();

/** Each part from where the one before ends, the last at the end. As a regular expression eight stars in a long name take for ever. */
function hasParts(name: readonly string[], parts: readonly (readonly string[])[]): boolean {
  const [first = [], ...others] = parts;
  const last = others.pop();
  if (!isAt(name, 0, first)) return false;
  if (!last) return name.length === first.length;
  let at = first.length;
  for (const part of others) {
    while (at < name.length && !isAt(name, at, part)) at++;
    at += part.length;
  }
  return at <= name.length - last.length && isAt(name, name.length - last.length, last);
}

const isAt = (name: readonly string[], at: number, part: readonly string[]): boolean =>
  at + part.length <= name.length && part.every((sign, index) => sign === '?' || sign === name[at + index]);
