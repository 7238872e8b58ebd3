import type { EntryRow } from '../../../core/contract/browse.ts';

/** As much of a folder as is asked for at once. */
export const pageSize = 1000;

/** The key of what has no folder above it. Paths are never empty. */
export const top = '';

export type Folder = {
  readonly total: number;
  readonly pages: ReadonlyMap<number, readonly EntryRow[]>;
};
/** What is known so far, by folder. */
export type Folders = ReadonlyMap<string, Folder>;

export type TreeRow = {
  readonly folder: string;
  /** Folders it lies in, outermost first. */
  readonly parents: readonly string[];
  /** Among what lies in the same folder, from 0. */
  readonly index: number;
  readonly siblings: number;
  readonly content:
    | { readonly kind: 'entry'; readonly entry: EntryRow }
    /** Not loaded yet. */
    | { readonly kind: 'waiting' }
    /** An open folder in which there is nothing. */
    | { readonly kind: 'empty' };
};

/** How many rows a folder takes, and where the open ones in it stand. */
export type Layout = {
  readonly folder: string;
  readonly parents: readonly string[];
  readonly own: number;
  readonly opened: readonly { readonly index: number; readonly layout: Layout }[];
  readonly count: number;
};

export function layOut(
  folders: Folders,
  open: ReadonlySet<string>,
  folder = top,
  parents: readonly string[] = [],
): Layout {
  const known = folders.get(folder);
  const opened = known ? openedIn(folders, open, folder, parents, known) : [];
  const own = Math.max(1, known?.total ?? 1);
  const count = opened.reduce((sum, { layout }) => sum + layout.count, own);
  return { folder, parents, own, opened, count };
}

function openedIn(
  folders: Folders,
  open: ReadonlySet<string>,
  folder: string,
  parents: readonly string[],
  { pages }: Folder,
): Layout['opened'] {
  if (open.size === 0) return [];
  const inside = folder === top ? parents : [...parents, folder];
  return [...pages]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([page, entries]) =>
      entries.flatMap(({ path, kind }, at) =>
        kind === 'folder' && open.has(path)
          ? [{ index: page * pageSize + at, layout: layOut(folders, open, path, inside) }]
          : [],
      ),
    );
}

/** The row at a place of the whole list, counted from 0. */
export function rowAt(folders: Folders, layout: Layout, at: number): TreeRow {
  let before = 0;
  for (const { index, layout: inner } of layout.opened) {
    const row = index + before;
    if (at <= row) break;
    if (at <= row + inner.count) return rowAt(folders, inner, at - row - 1);
    before += inner.count;
  }
  return ownRow(folders, layout, at - before);
}

function ownRow(folders: Folders, layout: Layout, index: number): TreeRow {
  const known = folders.get(layout.folder);
  const entry = known?.pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  return {
    folder: layout.folder,
    parents: layout.folder === top ? layout.parents : [...layout.parents, layout.folder],
    index,
    siblings: layout.own,
    content: entry ? { kind: 'entry', entry } : known?.total === 0 ? { kind: 'empty' } : { kind: 'waiting' },
  };
}

/** Where an entry of a folder stands in the whole list; null: the folder is not open. */
export function placeOf(layout: Layout, folder: string, index: number): number | null {
  let before = 0;
  for (const { index: row, layout: inner } of layout.opened) {
    if (layout.folder === folder && row >= index) break;
    const inside = layout.folder === folder ? null : placeOf(inner, folder, index);
    if (inside !== null) return row + before + 1 + inside;
    before += inner.count;
  }
  return layout.folder === folder ? index + before : null;
}

/** Where the folder that a row lies in stands; null: it lies in none. */
export function parentPlace(layout: Layout, folder: string): number | null {
  for (const { index, layout: inner } of layout.opened) {
    if (inner.folder === folder) return placeOf(layout, layout.folder, index);
    const inside = parentPlace(inner, folder);
    const start = placeOf(layout, layout.folder, index);
    if (inside !== null && start !== null) return start + 1 + inside;
  }
  return null;
}

/** Pages between two rows that have to be asked for. */
export function missingPages(
  folders: Folders,
  layout: Layout,
  first: number,
  last: number,
): readonly { readonly folder: string; readonly page: number }[] {
  const wanted = new Map<string, { folder: string; page: number }>();
  for (let at = first; at <= Math.min(last, layout.count - 1); at += 1) {
    const { folder, index, content } = rowAt(folders, layout, at);
    const page = Math.floor(index / pageSize);
    if (content.kind === 'waiting') wanted.set(`${page} ${folder}`, { folder, page });
  }
  return [...wanted.values()];
}

export function withPage(
  folders: Folders,
  folder: string,
  page: number,
  entries: readonly EntryRow[],
  total: number,
): Folders {
  const pages = new Map(folders.get(folder)?.pages).set(page, entries);
  return new Map(folders).set(folder, { total, pages });
}
