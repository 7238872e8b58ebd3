import type { Database } from 'better-sqlite3';
import { decodeRecord, encodeRecord, type NameRecord } from './directory-record.ts';
import { NameBlocks } from './name-blocks.ts';
import { isOpen, ordinalsIn, type OrdinalRanges } from './ordinal-ranges.ts';
import { topDirectory } from './names-index.ts';

/** So many snapshots that are no more are carried along, and as many as there are that still are. */
const mostGone = 100;

export function isWorthCompacting(database: Database): boolean {
  const count = (there: number): number =>
    database.prepare('SELECT count(*) FROM snapshot WHERE there = ?').pluck().get(there) as number;
  return count(0) > Math.max(mostGone, count(1));
}

type Row = { readonly path: string; readonly node: string; readonly record: string };

/**
 * Copies an index without what only snapshots held that are no more: names, contents, and folders with all below them.
 * @param to a new one of the same repository
 */
export function compactNames(from: Database, to: Database): void {
  const snapshots = from
    .prepare('SELECT ordinal, id, at, read, there FROM snapshot WHERE there = 1 ORDER BY ordinal')
    .all() as { ordinal: number }[];
  const ordinals = snapshots.map(({ ordinal }) => ordinal);
  const read = from.prepare('SELECT path, node, record FROM directory WHERE id = ?');
  const childrenOf = from.prepare('SELECT id, slot FROM directory WHERE parent = ?');
  const keep = to.prepare(
    'INSERT INTO snapshot (ordinal, id, at, read, there) VALUES (@ordinal, @id, @at, @read, @there)',
  );
  const put = to.prepare(
    'INSERT OR REPLACE INTO directory (id, parent, slot, path, node, record) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const blocks = new NameBlocks(to);
  let next = topDirectory;
  const isNeeded = (ranges: OrdinalRanges): boolean =>
    isOpen(ranges) || ordinalsIn(ranges, ordinals).length > 0;

  function copy(id: number, parent: number, slot: number): void {
    const { path, node, record } = read.get(id) as Row;
    const own = next++;
    const slots = new Map<number, number>();
    const names: NameRecord[] = [];
    for (const [at, { name, versions }] of decodeRecord(record).entries()) {
      const left = versions.filter(({ ranges }) => isNeeded(ranges));
      if (left.length === 0) continue;
      slots.set(at, names.length);
      names.push({ name, versions: left });
    }
    put.run(own, parent, slot, path, node, encodeRecord(names));
    if (names.length > 0)
      blocks.add(
        own,
        JSON.parse(path) as string,
        0,
        names.map(({ name }) => name),
      );
    for (const child of childrenOf.all(id) as { id: number; slot: number }[]) {
      const moved = slots.get(child.slot);
      const isFolder = names[moved ?? -1]?.versions.some(({ kind }) => kind === 'folder') ?? false;
      if (moved !== undefined && isFolder) copy(child.id, own, moved);
    }
  }

  to.transaction(() => {
    for (const snapshot of snapshots) keep.run(snapshot);
    copy(topDirectory, -1, 0);
    blocks.flush();
  })();
}
