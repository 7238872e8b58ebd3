import type { TimelineView } from '../../../core/contract/recover.ts';

/** Marks nearer to each other than this share of the width are drawn as one. */
const buckets = 240;

export type Bar = {
  /** 0 to 1 of the width. */
  readonly left: number;
  readonly width: number;
  /** 0 to 1 of the half above or below the axis. */
  readonly ours: number;
  readonly hostile: number;
};

export type Picture = {
  readonly from: number;
  readonly to: number;
  readonly bars: readonly Bar[];
  /** Where backups are. */
  readonly dots: readonly number[];
  readonly suggested: number | null;
  readonly began: number | null;
};

/**
 * Backups above the axis, hostile acts below. Heights grow with the root of the count, so that a flood does not flatten
 * all else.
 */
export function pictureOf({ now, snapshots, activity, attackBegan, proposal }: TimelineView): Picture {
  const from = Math.min(now, ...snapshots.slice(0, 1).map(({ at }) => at), ...activity.map(({ at }) => at));
  const to = Math.max(now, from + 1);
  const place = (at: number): number => Math.min(1, Math.max(0, (at - from) / (to - from)));
  const most = Math.max(1, ...activity.flatMap(({ ours, hostile }) => [ours, hostile]));
  const height = (count: number): number => (count > 0 ? Math.max(0.04, Math.sqrt(count / most)) : 0);
  const suggested = snapshots.find(({ id }) => id === proposal?.snapshot);
  return {
    from,
    to,
    bars: activity
      .filter(({ ours, hostile }) => ours + hostile > 0)
      .map(({ at, ms, ours, hostile }) => ({
        left: place(at),
        width: Math.max(0.003, place(at + ms) - place(at)),
        ours: height(ours),
        hostile: height(hostile),
      })),
    dots: [...new Set(snapshots.map(({ at }) => Math.round(place(at) * buckets)))].map((at) => at / buckets),
    suggested: suggested ? place(suggested.at) : null,
    began: attackBegan ? place(attackBegan.at) : null,
  };
}
