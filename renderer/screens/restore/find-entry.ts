import type { EntryRow } from '../../../core/contract/browse.ts';
import type { Reply } from '../../../core/contract/error-shape.ts';
import { pageSize, top } from './tree-rows.ts';

type Page = (folder: string, page: number) => Promise<Reply<readonly EntryRow[]>>;

type Found = {
  /** Folders to open, outermost first; the last one holds the entry. */
  readonly parents: readonly string[];
  readonly folder: string;
  readonly index: number;
};

/** Walks down to a path, one folder after the other. null: it is not there. */
export async function findEntry(path: string, page: Page, signal: AbortSignal): Promise<Found | null> {
  const parents: string[] = [];
  for (;;) {
    const folder = parents.at(-1) ?? top;
    const next = await findIn(folder, path, page, signal);
    if (!next) return null;
    if (next.path === path) return { parents, folder, index: next.index };
    parents.push(next.path);
  }
}

async function findIn(
  folder: string,
  path: string,
  page: Page,
  signal: AbortSignal,
): Promise<{ readonly path: string; readonly index: number } | null> {
  for (let number = 0; ; number += 1) {
    const reply = await page(folder, number);
    if (!reply.ok || signal.aborted) return null;
    const at = reply.value.findIndex((entry) => leadsTo(entry, path));
    const found = reply.value[at];
    if (found) return { path: found.path, index: number * pageSize + at };
    if (reply.value.length < pageSize) return null;
  }
}

function leadsTo(entry: EntryRow, path: string): boolean {
  if (entry.path === path) return true;
  if (entry.kind !== 'folder' || !path.startsWith(entry.path)) return false;
  return /[/\\]$/.test(entry.path) || /^[/\\]/.test(path.slice(entry.path.length));
}
