import './file-tree.css';
import { ArrowDown, ArrowUp, File, Folder, Link2 } from 'lucide-react';
import { memo, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryRow } from '../../../core/contract/browse.ts';
import { sortKeys } from '../../../core/contract/closed-lists.ts';
import type { Source } from '../../../core/contract/shared.ts';
import { useFormat } from '../../format/use-format.ts';
import { visibleName } from '../../format/visible-name.ts';
import { Button } from '../../parts/button.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { VirtualTree, type TreeItem } from '../../parts/virtual-tree.tsx';
import { findByLetters, findSeen } from './find-by-letters.ts';
import { findEntry } from './find-entry.ts';
import { mostTicks, partlyTicked, tick, tickedAbove, takeOut, tickOf, untick, type Ticks } from './ticks.ts';
import { parentPlace, placeOf } from './tree-rows.ts';
import { useFileTree, type Sort } from './use-file-tree.ts';

const icons = { file: File, folder: Folder, link: Link2, other: File } as const;

type Props = {
  readonly source: Source;
  readonly snapshot: string;
  readonly ticks: Ticks;
  readonly onTicks: (ticks: Ticks) => void;
  /** What the keyboard or the mouse is at. */
  readonly onLook?: (entry: EntryRow | null) => void;
  /** Opened and shown as soon as it is found. */
  readonly reveal?: string | null;
};

/** What a snapshot holds: ticked is what will be restored. */
export function FileTree({ source, snapshot, ticks, onTicks, onLook, reveal = null }: Props) {
  const { t } = useTranslation('restore');
  const [sort, setSort] = useState<Sort>({ by: 'name', descending: false });
  const tree = useFileTree(source, snapshot, sort);
  const [active, setActive] = useState(0);
  const [tooMany, setTooMany] = useState(false);
  const [sought, setSought] = useState<{ readonly folder: string; readonly index: number } | null>(null);
  const letters = useRef(0);
  const partly = partlyTicked(ticks);
  const { count } = tree.layout;
  const at = Math.min(active, count - 1);

  const activate = useCallback((index: number) => setActive(index), []);
  const looked = tree.row(at);
  const lookedAt = looked.content.kind === 'entry' ? looked.content.entry : null;
  useEffect(() => onLook?.(lookedAt), [lookedAt, onLook]);

  const { setOpen, page } = tree;
  useEffect(() => {
    if (reveal === null) return;
    const stop = new AbortController();
    void findEntry(reveal, page, stop.signal).then((found) => {
      if (!found || stop.signal.aborted) return;
      for (const folder of found.parents) setOpen(folder, true);
      setSought({ folder: found.folder, index: found.index });
    });
    return () => stop.abort();
    // A new function each time, but only a new aim is a new search.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [reveal, page]);
  const soughtPlace = sought && placeOf(tree.layout, sought.folder, sought.index);
  useEffect(() => {
    if (soughtPlace === null) return;
    setActive(soughtPlace);
    setSought(null);
  }, [soughtPlace]);

  const toggle = (index: number): void => {
    const { content, parents } = tree.row(index);
    if (content.kind !== 'entry') return;
    const { path } = content.entry;
    setTooMany(false);
    if (tickOf(ticks, partly, path, parents) !== 'on') {
      const next = tick(ticks, path, parents);
      if (next.size > mostTicks) setTooMany(true);
      else onTicks(next);
      return;
    }
    if (ticks.has(path)) onTicks(untick(ticks, path));
    else void leaveOut(path, parents);
  };
  const leaveOut = async (path: string, parents: readonly string[]): Promise<void> => {
    const above = tickedAbove(ticks, parents);
    if (above === null) return;
    const contents = new Map<string, readonly string[]>();
    for (const folder of parents.slice(parents.indexOf(above))) {
      const reply = await tree.readAll(folder, mostTicks + 1);
      if (!reply.ok) return;
      contents.set(
        folder,
        reply.value.map((entry) => entry.path),
      );
    }
    const next = takeOut(ticks, path, parents, contents);
    if (next.size > mostTicks) setTooMany(true);
    else onTicks(next);
  };

  const itemAt = (index: number): TreeItem => {
    const { content, parents, folder, index: position, siblings } = tree.row(index);
    const base = { level: parents.length + 1, position, setSize: siblings };
    if (content.kind !== 'entry')
      return {
        ...base,
        id: `${content.kind} ${position} ${folder}`,
        expanded: null,
        content: (
          <span className="soft">
            {t(content.kind === 'empty' ? 'tree.emptyFolder' : tree.error ? 'tree.unread' : 'tree.waiting')}
          </span>
        ),
      };
    const { entry } = content;
    return {
      ...base,
      id: entry.path,
      expanded: entry.kind === 'folder' ? isOpen(tree.layout, entry.path) : null,
      checked: tickOf(ticks, partly, entry.path, parents),
      content: <EntryCells entry={entry} />,
    };
  };

  return (
    <div className="file-tree">
      <SortBar sort={sort} onSort={setSort} />
      {tree.error && <ErrorPanel error={tree.error} onRetry={tree.again} />}
      {tooMany && (
        <NoticeBar tone="amber" live>
          <p>{t('tree.tooMany')}</p>
        </NoticeBar>
      )}
      <VirtualTree
        label={t('tree.label')}
        count={count}
        itemAt={itemAt}
        active={at}
        onActive={activate}
        onRange={tree.want}
        onTick={toggle}
        onOpen={(index, open) => {
          const { content } = tree.row(index);
          if (content.kind === 'entry') tree.setOpen(content.entry.path, open);
        }}
        parentOf={(index) => parentPlace(tree.layout, tree.row(index).folder)}
        onType={(text, from) => {
          const own = ++letters.current;
          const seen = findSeen(text, count, tree.row, from);
          if (seen !== null) return setActive(seen);
          const row = tree.row(from);
          void findByLetters(text, row, tree.page, () => own === letters.current).then((index) => {
            const place = index === null ? null : placeOf(tree.layout, row.folder, index);
            if (place !== null) setActive(place);
          });
        }}
      />
    </div>
  );
}

function isOpen(layout: ReturnType<typeof useFileTree>['layout'], path: string): boolean {
  return layout.opened.some(({ layout: inner }) => inner.folder === path || isOpen(inner, path));
}

/** Drawn once an entry: scrolling draws what comes into sight and nothing again. */
const EntryCells = memo(function EntryCells({ entry }: { readonly entry: EntryRow }) {
  const format = useFormat();
  const { t } = useTranslation('restore');
  const Icon = icons[entry.kind];
  return (
    <>
      <Icon size={16} aria-hidden="true" className="entry-icon" />
      <bdi className="grow one-line" title={visibleName(entry.name, 1000)}>
        {visibleName(entry.name)}
      </bdi>
      {entry.target !== null && <span className="soft one-line link-target">{t('tree.link')}</span>}
      <span className="number soft entry-size">{entry.kind === 'file' && format.size(entry.size)}</span>
      <span className="number soft entry-date">
        {entry.modifiedAt !== null && format.mediumDate(entry.modifiedAt)}
      </span>
    </>
  );
});

function SortBar({ sort, onSort }: { readonly sort: Sort; readonly onSort: (sort: Sort) => void }) {
  const { t } = useTranslation('restore');
  const Arrow = sort.descending ? ArrowDown : ArrowUp;
  return (
    <div className="sort-bar" role="group" aria-label={t('tree.sortBy')}>
      {sortKeys.map((by) => (
        <Button
          key={by}
          look="quiet"
          aria-label={
            sort.by === by
              ? t(sort.descending ? 'tree.sortedDown' : 'tree.sortedUp', { by: t(`tree.sort.${by}`) })
              : t(`tree.sort.${by}`)
          }
          aria-pressed={sort.by === by}
          onPress={() => onSort({ by, descending: sort.by === by && !sort.descending })}
        >
          {t(`tree.sort.${by}`)}
          {sort.by === by && <Arrow size={14} aria-hidden="true" />}
        </Button>
      ))}
    </div>
  );
}
