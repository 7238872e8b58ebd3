import type { EntryRow } from '../../contract/browse.ts';
import type { ChunkId, Entry } from '../../model/entry.ts';
import { joinParts } from '../../restore/snapshot-paths.ts';
import { toExactText } from '../../source/exact-text.ts';
import { shownName } from './shown-name.ts';

/** What a list of a folder needs of an entry: without its contents a hundred thousand of them stay small. */
export type ListedEntry = {
  /** Exact text. */
  readonly name: string;
  readonly kind: EntryRow['kind'];
  readonly size: number;
  readonly modifiedAt: number | null;
  readonly target: string | null;
  readonly node: ChunkId | undefined;
};

export function listedEntry(entry: Entry): ListedEntry {
  return {
    name: toExactText(entry.name),
    kind: kindOfEntry(entry),
    size: entry.size,
    modifiedAt: modifiedAt(entry),
    target: entry.target === undefined ? null : toExactText(entry.target),
    node: entry.node,
  };
}

export function kindOfEntry({ type }: Pick<Entry, 'type'>): EntryRow['kind'] {
  if (type === 'directory') return 'folder';
  if (type === 'symlink') return 'link';
  return type === 'file' ? 'file' : 'other';
}

/** The last moment that a Date can hold. */
const lastInstant = 8.64e15;

/** Milliseconds; null: no time that anything could show. */
export function modifiedAt({ mtimeNs }: Pick<Entry, 'mtimeNs'>): number | null {
  const milliseconds = Number(mtimeNs.slice(0, -6) || 0);
  return Math.abs(milliseconds) <= lastInstant ? milliseconds : null;
}

export function entryRow(listed: ListedEntry, parent: readonly string[], platform: string): EntryRow {
  return {
    path: joinParts([...parent, listed.name], platform),
    name: shownName(listed.name),
    kind: listed.kind,
    size: listed.size,
    modifiedAt: listed.modifiedAt,
    target: listed.target === null ? null : shownName(listed.target),
  };
}
