import { setImmediate } from 'node:timers/promises';
import type { EntryRow, TreePage } from '../../contract/browse.ts';
import type { Input } from '../../contract/calls.ts';
import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import type { Entry } from '../../model/entry.ts';
import { concurrently } from '../../system/concurrently.ts';
import { pathParts, rootEntry } from '../../restore/snapshot-paths.ts';
import type { TreeReader } from '../../restore/tree-reader.ts';
import type { BrowseSource } from './browse-source.ts';
import { findFolder } from './find-entry.ts';
import { orderOf } from './folder-cache.ts';
import { entryRow, listedEntry, type ListedEntry } from './listed-folder.ts';
import { shownName } from './shown-name.ts';

const rootsAtATime = 8;
/** A huge folder far away: each page takes a request. */
const pagesAtATime = 4;

export async function listTree(
  source: Pick<BrowseSource, 'snapshot' | 'reading' | 'folders'>,
  { snapshot: id, path, offset, limit, sort, descending }: Omit<Input<'tree.list'>, 'source'>,
): Promise<TreePage> {
  const snapshot = await source.snapshot(id);
  return await source.reading([snapshot], 'trees', async ({ reader }) => {
    if (path === null) {
      const roots = await listRoots(snapshot, reader);
      return { entries: roots.slice(offset, offset + limit), total: roots.length };
    }
    const { body } = snapshot;
    const node = await findFolder(body, path, reader, source.folders);
    const folder = await source.folders.folder(node, () => readFolder(reader, node));
    const order = orderOf(folder, sort, descending);
    const parent = pathParts(path, body.platform);
    const entries: EntryRow[] = [];
    for (const at of order.subarray(offset, offset + limit)) {
      const listed = folder.entries[at];
      if (listed) entries.push(entryRow(listed, parent, body.platform));
    }
    return { entries, total: order.length };
  });
}

async function readFolder(reader: TreeReader, node: string): Promise<readonly ListedEntry[]> {
  const listed: ListedEntry[] = [];
  const take = (entries: readonly Entry[]): void => {
    for (const entry of entries) listed.push(listedEntry(entry));
  };
  const directory = await reader.directory(node);
  if ('entries' in directory) take(directory.entries);
  else
    for (let at = 0; at < directory.pages.length; at += pagesAtATime) {
      const some = directory.pages.slice(at, at + pagesAtATime);
      const parts = await Promise.all(some.map((page) => onePage(reader, page)));
      for (const entries of parts) take(entries);
      // All of it may lie in memory, and others wait for this thread.
      await setImmediate();
    }
  return listed;
}

async function onePage(reader: TreeReader, page: string): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for await (const some of reader.entriesOf({ pages: [page] })) entries.push(...some);
  return entries;
}

/** By their whole paths, in the order of the snapshot. */
async function listRoots({ body }: FoundSnapshot, reader: TreeReader): Promise<readonly EntryRow[]> {
  const rows = new Map<string, EntryRow>();
  await concurrently(body.roots, rootsAtATime, async (root) => {
    const row = entryRow(listedEntry(await rootEntry(root, reader)), [], body.platform);
    rows.set(root.path, { ...row, path: root.path, name: shownName(root.path) });
  });
  return body.roots.flatMap(({ path }) => rows.get(path) ?? []);
}
