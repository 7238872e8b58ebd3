import type { FileVersion, SnapshotMark } from '../../contract/browse.ts';
import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { ChunkId, Entry } from '../../model/entry.ts';
import { isLostPiece } from '../../restore/plan-restore.ts';
import { childNamed, pathParts, rootEntry, startsWithParts } from '../../restore/snapshot-paths.ts';
import type { TreeReader } from '../../restore/tree-reader.ts';
import { concurrently } from '../../system/concurrently.ts';
import type { BrowseSource } from './browse-source.ts';
import { modifiedAt } from './listed-folder.ts';

const atATime = 16;

/**
 * Every version of a file, newest first. Snapshots that share a folder on the way share its reading, and those that do not are
 * asked at the same time.
 * @throws path-not-in-snapshot where none has it as a file
 */
export async function fileVersions(source: BrowseSource, path: string): Promise<readonly FileVersion[]> {
  const snapshots = await source.snapshots();
  const entries = await source.reading(snapshots, 'trees', ({ reader }) =>
    entriesAt(snapshots, path, reader),
  );
  const rows = versionRows(snapshots, entries);
  if (rows.length === 0) throw new HoldfastError('path-not-in-snapshot', { path, where: 'any snapshot' });
  const versions: FileVersion[] = [];
  for (const { newest, ...row } of rows) versions.push({ ...row, marks: await marksOf(source, newest) });
  return versions;
}

const marksOf = (source: BrowseSource, snapshot: FoundSnapshot): Promise<readonly SnapshotMark[]> =>
  source.marksOf(snapshot);

type Row = Omit<FileVersion, 'marks'> & { readonly newest: FoundSnapshot };

/** @param entries of each snapshot, oldest first; undefined: it has none */
export function versionRows(
  snapshots: readonly FoundSnapshot[],
  entries: readonly (Entry | undefined)[],
): readonly Row[] {
  const versions = new Map<string, { entry: Entry; newest: FoundSnapshot; count: number; first: number }>();
  for (const [at, entry] of entries.entries()) {
    const snapshot = snapshots[at];
    if (entry === undefined || snapshot === undefined || entry.type === 'directory') continue;
    const key = JSON.stringify([entry.type, entry.size, entry.target, entry.content?.map(({ id }) => id)]);
    const known = versions.get(key);
    versions.set(key, {
      entry,
      newest: snapshot,
      count: (known?.count ?? 0) + 1,
      first: known?.first ?? at,
    });
  }
  const rows = [...versions.values()].toSorted(
    (a, b) => a.newest.uploadedAt - b.newest.uploadedAt || a.first - b.first,
  );
  return rows
    .map(({ entry, newest, count }, at): Row => {
      const before = rows[at - 1]?.entry;
      return {
        snapshot: newest.id,
        at: newest.uploadedAt,
        size: entry.size,
        modifiedAt: modifiedAt(entry),
        snapshots: count,
        sizeChange: before === undefined ? null : entry.size - before.size,
        newest,
      };
    })
    .toReversed();
}

/** What stands at a path in each of the snapshots. A snapshot whose pieces are lost has nothing there. */
async function entriesAt(
  snapshots: readonly FoundSnapshot[],
  path: string,
  reader: TreeReader,
): Promise<readonly (Entry | undefined)[]> {
  const children = new Map<string, Promise<Entry | undefined>>();
  const childOf = (node: ChunkId, name: string): Promise<Entry | undefined> => {
    const key = `${node}/${name}`;
    const known = children.get(key) ?? childNamed(node, name, reader);
    children.set(key, known);
    return known;
  };
  const entryIn = async ({ body }: FoundSnapshot): Promise<Entry | undefined> => {
    const wanted = pathParts(path, body.platform);
    const roots = body.roots
      .map((root) => ({ root, parts: pathParts(root.path, body.platform) }))
      .filter(({ parts }) => startsWithParts(wanted, parts))
      .toSorted((a, b) => b.parts.length - a.parts.length);
    for (const { root, parts } of roots) {
      let entry: Entry | undefined = await rootOf(root.node, root.path);
      for (const part of wanted.slice(parts.length))
        entry = entry?.node === undefined ? undefined : await childOf(entry.node, part);
      if (entry) return entry;
    }
    return undefined;
  };
  const rootOf = (node: ChunkId, root: string): Promise<Entry | undefined> => {
    const known = children.get(node) ?? rootEntry({ node, path: root }, reader);
    children.set(node, known);
    return known;
  };
  const found: (Entry | undefined)[] = Array.from({ length: snapshots.length });
  await concurrently(snapshots.entries(), atATime, async ([at, snapshot]) => {
    found[at] = await entryIn(snapshot).catch((error: unknown) => {
      if (!isLostPiece(error)) throw error;
      return undefined;
    });
  });
  return found;
}
