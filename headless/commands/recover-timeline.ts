import { ChunkPlaces } from '../../core/recovery/chunk-places.ts';
import { explainNothingFound } from '../../core/recovery/explain-nothing-found.ts';
import { readTimeline } from '../../core/recovery/timeline/read-timeline.ts';
import type { Timeline, TimelineSnapshot } from '../../core/recovery/timeline/timeline.ts';
import { writesMade } from '../../core/recovery/writes-made.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { ProgressLine } from '../progress-line.ts';
import { useRecovery, type RecoverFlags } from '../recovery-from-flags.ts';
import { firstSentence, timelineInWords } from '../timeline-words.ts';

export type RecoverTimelineFlags = RecoverFlags & {
  readonly full?: boolean;
  readonly more?: boolean;
  readonly quick?: boolean;
};

/** Names among the snapshots that `--more` looks into beyond ours. */
const manyLooks = 5_000;

export async function recoverTimeline(
  context: CommandContext,
  flags: RecoverTimelineFlags,
): Promise<Outcome> {
  const { signal, terminal, world } = context;
  const line = new ProgressLine(terminal, world.now);
  return await useRecovery(context, flags, async (recovery) => {
    const { repository, meter } = recovery;
    try {
      const timeline = await readTimeline(recovery, {
        signal,
        upTo: flags.quick ? 'first' : 'all',
        ...(flags.more && { extraLooks: manyLooks }),
        ...(flags.full && { maxPages: Number.POSITIVE_INFINITY }),
        openPlaces: (snapshots) => ChunkPlaces.open({ repository, snapshots, want: 'everything', signal }),
        onFirstAnswer: (first) => {
          line.clear();
          context.note(`${firstSentence(first)} Looking closer now; this first answer may change.`);
        },
        onProgress: ({ words }) => line.update(() => words),
      });
      line.clear();
      if (timeline.snapshots.length === 0)
        await explainNothingFound(repository, { id: 'any', command: 'holdfast recover timeline' }, 0);
      return {
        result: { ...asResult(timeline), writes: writesMade(meter) },
        text: timelineInWords(timeline, flags.kit),
        exitCode: timeline.notLookedAt.length > 0 ? 3 : 0,
      };
    } finally {
      line.clear();
    }
  });
}

const iso = (instant: number | null): string | null =>
  instant === null || Number.isNaN(new Date(instant).getTime()) ? null : new Date(instant).toISOString();

function asResult(timeline: Timeline): Readonly<Record<string, unknown>> {
  const { now, attackBegan, proposal, snapshots, evidence, activity, unread, foreign } = timeline;
  return {
    now: iso(now),
    attackBegan: attackBegan && { at: iso(attackBegan.at), words: attackBegan.words },
    proposal: proposal && { ...proposal, reasons: proposal.reasons.map(({ words }) => words) },
    snapshots: snapshots.map(snapshotResult),
    evidence: evidence.map(({ at, kind, weight, words }) => ({ at: iso(at), kind, weight, words })),
    activity: activity.map(({ at, ms, ...rest }) => ({ at: iso(at), hours: ms / 3_600_000, ...rest })),
    unread: { names: unread.names, since: iso(unread.since) },
    foreign,
    notLookedAt: timeline.notLookedAt.map(({ words }) => words),
    requests: timeline.requests,
  };
}

function snapshotResult(snapshot: TimelineSnapshot): Readonly<Record<string, unknown>> {
  const { id, uploadedAt, body, marks, presence } = snapshot;
  return {
    id,
    uploadedAt: iso(uploadedAt),
    ownTime: iso(body.finishedAt),
    complete: body.complete,
    marks: marks.map(({ kind }) => kind),
    words: marks.map(({ words }) => words),
    intact: presence ? presence.missing === 0 : null,
    missing: presence?.missing ?? null,
    needed: presence?.needed ?? null,
    lockedUntil: presence && presence.lockedUntil > 0 ? iso(presence.lockedUntil) : null,
    files: body.statistics.files,
    bytes: body.statistics.bytes,
    host: body.host,
    paths: body.roots.map(({ path }) => path),
  };
}
