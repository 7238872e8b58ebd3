import type { SnapshotMark, SnapshotRow } from '../../contract/browse.ts';
import type { TimelineView } from '../../contract/recover.ts';
import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import { dayMs } from '../../locks/period.ts';
import type { Mark } from '../../recovery/timeline/mark.ts';
import type { Timeline, TimelineSnapshot } from '../../recovery/timeline/timeline.ts';
import { snapshotRow } from '../browsing/snapshot-rows.ts';
import { wordsInWindow } from '../words-in-window.ts';

export function timelineView(timeline: Timeline, final: boolean): TimelineView {
  const { now, snapshots, attackBegan, proposal, evidence, activity, notLookedAt } = timeline;
  return {
    now,
    final,
    snapshots: snapshots.map((snapshot) => rowOf(snapshot, now)),
    attackBegan,
    proposal: proposal && {
      snapshot: proposal.snapshot,
      reasons: proposal.reasons,
      runnerUp: proposal.runnerUp,
    },
    evidence: evidence.map(({ at, kind, words, said }) => ({
      at: Number.isFinite(at) ? at : null,
      kind,
      words,
      said,
    })),
    activity: activity.map(({ at, ms, ours, markers, foreignVersions }) => ({
      at,
      ms,
      ours,
      hostile: markers + foreignVersions,
    })),
    notLookedAt: notLookedAt.map(({ words, said }) => ({ words: wordsInWindow(words), said })),
  };
}

/** What nobody asked the provider about yet is not known. */
export function rowOf(snapshot: FoundSnapshot | TimelineSnapshot, now: number): SnapshotRow {
  const presence = 'marks' in snapshot ? snapshot.presence : undefined;
  return snapshotRow(snapshot, {
    until: presence?.lockedUntil ?? 0,
    now,
    protectMs: Math.max(1, snapshot.body.protectDays) * dayMs,
    kept: true,
    pinned: false,
    marks: 'marks' in snapshot ? marksFor(snapshot) : [],
    intact: presence ? presence.missing === 0 : null,
  });
}

export const marksFor = ({ marks }: Pick<TimelineSnapshot, 'marks'>): readonly SnapshotMark[] =>
  marks.map(({ kind, words, said, matters }) => ({ kind, words, said, severity: severityOf(kind, matters) }));

const signsOfAttack: ReadonlySet<Mark['kind']> = new Set<Mark['kind']>([
  'after-attack',
  'suspicious',
  'suspicion-noted',
  'unlike-content',
  'with-flood',
  'future-dated',
  'back-dated',
  'previous-impossible',
]);

function severityOf(kind: Mark['kind'], matters: boolean): SnapshotMark['severity'] {
  if (!matters) return 'note';
  return signsOfAttack.has(kind) ? 'alarm' : 'warning';
}
