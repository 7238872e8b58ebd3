import './time-line.css';
import { Pin, Star, TriangleAlert } from 'lucide-react';
import { memo, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SnapshotRow } from '../../../core/contract/browse.ts';
import { useFormat } from '../../format/use-format.ts';
import { VirtualTree, type TreeItem } from '../../parts/virtual-tree.tsx';
import { useSaidWords } from '../../words/said-words.ts';
import { byDay, dayRows, worstMark, type Day } from './days.ts';

type Props = {
  readonly snapshots: readonly SnapshotRow[];
  readonly chosen: string | null;
  readonly onChoose: (snapshot: string) => void;
  /** Named by Holdfast as the one to take. */
  readonly suggested?: string | null;
};

/** All snapshots by day, newest on top, each with how long it is locked and what is odd about it. */
export function TimeLine({ snapshots, chosen, onChoose, suggested = null }: Props) {
  const { t } = useTranslation('restore');
  const format = useFormat();
  const days = useMemo(() => byDay(snapshots), [snapshots]);
  const dayOfChosen = days.find(({ snapshots: all }) => all.some(({ id }) => id === chosen))?.key;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState(0);
  const rows = useMemo(() => dayRows(days, open), [days, open]);
  // The chosen one is on the screen, wherever it was chosen.
  useEffect(() => {
    if (dayOfChosen === undefined) return;
    const opened = open.union(new Set([dayOfChosen]));
    setOpen(opened);
    const at = dayRows(days, opened).findIndex(
      (row) => row.kind === 'snapshot' && row.snapshot.id === chosen,
    );
    if (at >= 0) setActive(at);
    // Only a new choice moves it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [chosen, dayOfChosen]);

  const toggle = (index: number, isOpen: boolean): void => {
    const row = rows[index];
    if (row)
      setOpen((all) => (isOpen ? all.union(new Set([row.day.key])) : all.difference(new Set([row.day.key]))));
  };
  const itemAt = (index: number): TreeItem => {
    const row = rows[index]!;
    if (row.kind === 'day')
      return {
        id: row.day.key,
        level: 1,
        expanded: row.open,
        position: row.position,
        setSize: days.length,
        content: <DayCells day={row.day} />,
      };
    return {
      id: row.snapshot.id,
      level: 2,
      expanded: null,
      selected: row.snapshot.id === chosen,
      position: row.position,
      setSize: row.day.snapshots.length,
      content: <SnapshotCells snapshot={row.snapshot} isSuggested={row.snapshot.id === suggested} />,
    };
  };
  return (
    <div className="time-line">
      <VirtualTree
        label={t('timeLine.label')}
        count={rows.length}
        itemAt={itemAt}
        rowHeight={36}
        active={Math.min(active, rows.length - 1)}
        onActive={setActive}
        onOpen={toggle}
        onChoose={(index) => {
          const row = rows[index];
          if (row?.kind === 'snapshot') onChoose(row.snapshot.id);
          else if (row) {
            const only = row.day.snapshots.length === 1 && !row.open ? row.day.snapshots[0] : undefined;
            toggle(index, !row.open);
            // A day with one backup needs no second click.
            if (only) onChoose(only.id);
          }
        }}
        parentOf={(index) => {
          const row = rows[index];
          return row?.kind === 'snapshot'
            ? rows.findIndex((other) => other.kind === 'day' && other.day === row.day)
            : null;
        }}
        onType={(text, from) => {
          const found = rows.findIndex(
            (row, at) =>
              at >= from && row.kind === 'day' && format.date(row.day.at).toLowerCase().startsWith(text),
          );
          if (found >= 0) setActive(found);
        }}
      />
    </div>
  );
}

const DayCells = memo(function DayCells({ day }: { readonly day: Day }) {
  const { t } = useTranslation('restore');
  const format = useFormat();
  const say = useSaidWords();
  const mark = worstMark(day.snapshots);
  return (
    <>
      <span className="grow one-line">{format.date(day.at)}</span>
      {mark && <Mark words={say(mark)} severity={mark.severity} />}
      <span className="soft number" aria-hidden="true">
        {day.snapshots.length}
      </span>
      <span className="visually-hidden">{t('timeLine.snapshots', { count: day.snapshots.length })}</span>
    </>
  );
});

const SnapshotCells = memo(function SnapshotCells({
  snapshot,
  isSuggested,
}: {
  readonly snapshot: SnapshotRow;
  readonly isSuggested: boolean;
}) {
  const { t } = useTranslation('restore');
  const format = useFormat();
  const say = useSaidWords();
  const mark = worstMark([snapshot]);
  const words = protectedWords(snapshot, t, format);
  return (
    <span className={isSuggested ? 'snapshot ringed' : 'snapshot'}>
      <span className="number">{format.clock(snapshot.at)}</span>
      <LockBar share={snapshot.lockShare} words={words} />
      {isSuggested && (
        <span role="img" aria-label={t('timeLine.suggested')} title={t('timeLine.suggested')}>
          <Star size={14} aria-hidden="true" />
        </span>
      )}
      {snapshot.pinned && (
        <span role="img" aria-label={t('timeLine.pinned')} title={t('timeLine.pinned')}>
          <Pin size={14} aria-hidden="true" />
        </span>
      )}
      {!snapshot.complete && <span className="soft">{t('timeLine.partial')}</span>}
      {snapshot.intact === false && <span className="missing">{t('timeLine.notIntact')}</span>}
      {mark && <Mark words={say(mark)} severity={mark.severity} />}
    </span>
  );
});

export function protectedWords(
  { protectedUntil }: SnapshotRow,
  t: ReturnType<typeof useTranslation<'restore'>>['t'],
  format: ReturnType<typeof useFormat>,
): string {
  return protectedUntil === null
    ? t('timeLine.notProtected')
    : t('timeLine.protectedUntil', { date: format.date(protectedUntil) });
}

function LockBar({ share, words }: { readonly share: number | null; readonly words: string }) {
  const level = share === null ? 'none' : share >= 0.75 ? 'high' : share >= 0.25 ? 'middle' : 'low';
  return (
    <span className={`lock-bar ${level}`} role="img" aria-label={words} title={words}>
      <span style={{ width: `${Math.min(1, Math.max(0, share ?? 0)) * 100}%` }} />
    </span>
  );
}

export function Mark({
  words,
  severity,
}: {
  readonly words: string;
  readonly severity: 'note' | 'warning' | 'alarm';
}) {
  return (
    <span className={`backup-mark ${severity}`} role="img" aria-label={words} title={words}>
      <TriangleAlert size={14} aria-hidden="true" />
    </span>
  );
}
