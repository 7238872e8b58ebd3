import { useCallback, useMemo, useRef, useState } from 'react';
import type { EntryRow } from '../../../core/contract/browse.ts';
import type { sortKeys } from '../../../core/contract/closed-lists.ts';
import type { ErrorShape, Reply } from '../../../core/contract/error-shape.ts';
import type { Source } from '../../../core/contract/shared.ts';
import { bridgeOf } from '../../state/app-store.ts';
import {
  layOut,
  missingPages,
  pageSize,
  rowAt,
  top,
  withPage,
  type Folders,
  type Layout,
  type TreeRow,
} from './tree-rows.ts';

export type Sort = { readonly by: (typeof sortKeys)[number]; readonly descending: boolean };

export type FileTree = {
  readonly layout: Layout;
  readonly row: (at: number) => TreeRow;
  readonly setOpen: (path: string, open: boolean) => void;
  /** Rows that are on the screen: what is missing of them is asked for. */
  readonly want: (first: number, last: number) => void;
  /** All entries of a folder, in order; a folder that is too long is not read to its end. */
  readonly readAll: (folder: string, most: number) => Promise<Reply<readonly EntryRow[]>>;
  /** One page, asked for if need be. */
  readonly page: (folder: string, page: number) => Promise<Reply<readonly EntryRow[]>>;
  readonly folders: Folders;
  readonly error: ErrorShape | null;
  readonly again: () => void;
};

type State = { readonly key: string; readonly folders: Folders; readonly error: ErrorShape | null };

/** The entries of one snapshot, as far as somebody has looked. Open folders stay open in another snapshot. */
export function useFileTree(source: Source, snapshot: string, sort: Sort): FileTree {
  const [open, setOpened] = useState<ReadonlySet<string>>(new Set());
  const key = JSON.stringify([source, snapshot, sort]);
  const [kept, setState] = useState<State>({ key, folders: new Map(), error: null });
  const [turn, setTurn] = useState(0);
  const asked = useRef(new Map<string, Promise<Reply<readonly EntryRow[]>>>());
  const state = kept.key === key ? kept : { key, folders: new Map(), error: null };

  const page = useCallback(
    async (folder: string, number: number): Promise<Reply<readonly EntryRow[]>> => {
      const name = JSON.stringify([key, folder, number, turn]);
      const before = asked.current.get(name);
      if (before) return await before;
      const [of, id, { by, descending }] = JSON.parse(key) as [Source, string, Sort];
      const asking = bridgeOf()
        .call('tree.list', {
          source: of,
          snapshot: id,
          path: folder === top ? null : folder,
          offset: number * pageSize,
          limit: pageSize,
          sort: by,
          descending,
        })
        .then((reply): Reply<readonly EntryRow[]> => {
          setState((now) => {
            const current = now.key === key ? now : { key, folders: new Map(), error: null };
            if (!reply.ok) return { ...current, error: reply.error };
            const { entries, total } = reply.value;
            return { ...current, folders: withPage(current.folders, folder, number, entries, total) };
          });
          if (!reply.ok) return reply;
          const { entries, total } = reply.value;
          const only = entries[0];
          // A way without a fork, such as /home/ada, is walked at once.
          if (total === 1 && only?.kind === 'folder')
            setOpened((all) => (folder === top || all.has(folder) ? all.union(new Set([only.path])) : all));
          return { ok: true, value: entries };
        });
      asked.current.set(name, asking);
      return await asking;
    },
    [key, turn],
  );

  const layout = useMemo(() => layOut(state.folders, open), [state.folders, open]);
  const want = useCallback(
    (first: number, last: number) => {
      for (const { folder, page: number } of missingPages(state.folders, layout, first, last))
        void page(folder, number);
    },
    [state.folders, layout, page],
  );
  const readAll = async (folder: string, most: number): Promise<Reply<readonly EntryRow[]>> => {
    const all: EntryRow[] = [];
    for (let number = 0; all.length < most; number += 1) {
      const reply = await page(folder, number);
      if (!reply.ok) return reply;
      all.push(...reply.value);
      if (reply.value.length < pageSize) break;
    }
    return { ok: true, value: all };
  };
  return {
    layout,
    row: (at) => rowAt(state.folders, layout, at),
    setOpen: (path, isOpen) =>
      setOpened((all) =>
        isOpen ? all.union(new Set([path])) : new Set([...all].filter((one) => one !== path)),
      ),
    want,
    readAll,
    page,
    folders: state.folders,
    error: state.error,
    again: () => {
      setState({ ...state, error: null });
      setTurn((count) => count + 1);
    },
  };
}
