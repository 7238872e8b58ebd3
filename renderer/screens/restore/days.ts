import type { SnapshotRow } from '../../../core/contract/browse.ts';

export type Day = {
  /** Local date, sortable. */
  readonly key: string;
  readonly at: number;
  /** Newest first. */
  readonly snapshots: readonly SnapshotRow[];
};

/** Snapshots by the day they were made on, newest first. */
export function byDay(snapshots: readonly SnapshotRow[]): readonly Day[] {
  const days = new Map<string, SnapshotRow[]>();
  for (const snapshot of snapshots.toSorted((a, b) => b.at - a.at)) {
    const key = localDate(snapshot.at);
    days.set(key, [...(days.get(key) ?? []), snapshot]);
  }
  return [...days].map(([key, rows]) => ({ key, at: rows[0]!.at, snapshots: rows }));
}

function localDate(at: number): string {
  const date = new Date(at);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

export type DayRow =
  | { readonly kind: 'day'; readonly day: Day; readonly position: number; readonly open: boolean }
  | {
      readonly kind: 'snapshot';
      readonly day: Day;
      readonly snapshot: SnapshotRow;
      readonly position: number;
    };

/** The list as it stands on the screen. */
export function dayRows(days: readonly Day[], open: ReadonlySet<string>): readonly DayRow[] {
  return days.flatMap((day, position): readonly DayRow[] => [
    { kind: 'day', day, position, open: open.has(day.key) },
    ...(open.has(day.key)
      ? day.snapshots.map((snapshot, at): DayRow => ({ kind: 'snapshot', day, snapshot, position: at }))
      : []),
  ]);
}

const rank = { alarm: 2, warning: 1, note: 0 } as const;

/** What is worst about one or several snapshots; null: nothing worth a mark. */
export function worstMark(snapshots: readonly SnapshotRow[]): SnapshotRow['marks'][number] | null {
  return (
    snapshots
      .flatMap(({ marks }) => marks)
      .filter(({ severity }) => severity !== 'note')
      .toSorted((a, b) => rank[b.severity] - rank[a.severity])
      .at(0) ?? null
  );
}

/** The one that is looked at first: the newest complete one without an alarm. */
export function firstChoice(snapshots: readonly SnapshotRow[]): SnapshotRow | undefined {
  const newest = snapshots.toSorted((a, b) => b.at - a.at);
  return (
    newest.find(({ complete, marks }) => complete && marks.every(({ severity }) => severity !== 'alarm')) ??
    newest.at(0)
  );
}
