import type { Entry } from '../model/entry.ts';
import type { SnapshotBody } from '../model/snapshot.ts';
import { childPath } from '../restore/list-directory.ts';
import { pathParts, rootEntry, type FoundEntry } from '../restore/snapshot-paths.ts';
import type { TreeReader } from '../restore/tree-reader.ts';
import { fromText, toText } from '../source/byte-path.ts';

/** Larger ones take longer and show nothing more. */
const maxBytes = 4 << 20;
/** So that a tree of a million empty directories ends. */
const maxDirectories = 200;

type Place = { readonly path: string; readonly entry: Entry };

/**
 * A small file that is not empty, reached by going down at random.
 * @param random bytes; only which file is met depends on them
 * @returns undefined where none is met in as many directories as are looked at
 */
export async function pickSmallFile(
  body: SnapshotBody,
  reader: TreeReader,
  random: (bytes: number) => Uint8Array,
): Promise<FoundEntry | undefined> {
  const open: Place[] = [];
  for (const root of shuffled(body.roots, random))
    open.push({ path: root.path, entry: await rootEntry(root, reader) });
  for (let looked = 0; looked < maxDirectories;) {
    const place = open.pop();
    if (!place) return undefined;
    if (isFit(place.entry)) return place;
    if (place.entry.node === undefined) continue;
    looked += 1;
    open.push(...shuffled(await childrenOf(place, place.entry.node, body.platform, reader), random));
  }
  return undefined;
}

async function childrenOf(
  { path }: Place,
  node: string,
  platform: string,
  reader: TreeReader,
): Promise<readonly Place[]> {
  const parts = pathParts(path, platform);
  // The first page of a huge directory is as good as any.
  for await (const entries of reader.entries(node))
    return entries
      .filter((entry) => entry.node !== undefined || isFit(entry))
      .map((entry) => ({ path: childPath(parts, entry, platform), entry }));
  return [];
}

/** Names that cannot be typed cannot be asked for. */
const isFit = ({ type, size, name }: Entry): boolean =>
  type === 'file' && size > 0 && size <= maxBytes && fromText(toText(name)) === name;

function shuffled<T>(items: readonly T[], random: (bytes: number) => Uint8Array): readonly T[] {
  const bytes = random(4 * Math.max(1, items.length));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return items
    .map((item, index) => ({ item, at: view.getUint32(4 * index) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
