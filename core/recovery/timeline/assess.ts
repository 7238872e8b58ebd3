import { dayMs } from '../../locks/period.ts';
import { waitDays } from '../../locks/decisions.ts';
import { attacksOverIn, isFromAttack } from '../../locks/attack-over.ts';
import type { Instant } from '../../model/object.ts';
import type { Told } from '../../model/said.ts';
import type { ActivityBucket } from './activity-log.ts';
import { attackBegan, type AttackBegan } from './attack-began.ts';
import { chooseProposal, type Proposal } from './choose-proposal.ts';
import { floodNamesAnHour, type Evidence } from './evidence.ts';
import { bucketEvidence, runEvidence } from './gather-evidence.ts';
import type { RunJudge } from './judge-runs.ts';
import { marksOf } from './marks-of.ts';
import type { Presence } from './needed-presence.ts';
import { suspectedSince, tolerancesIn } from './owner-said.ts';
import type { SeenSnapshot } from './read-snapshots.ts';
import type { TimelineSnapshot } from './timeline.ts';

export type Facts = {
  /** Oldest first. */
  readonly snapshots: readonly SeenSnapshot[];
  readonly runJudge: RunJudge;
  readonly foreignTimes: readonly ActivityBucket[];
  /** By id, as far as asked. */
  readonly presences: ReadonlyMap<string, Presence | undefined>;
  /** By id: what is wrong with a sample of its files. */
  readonly unlike: ReadonlyMap<string, Told>;
  /** From the listing of everything else. */
  readonly further: readonly Evidence[];
  readonly now: Instant;
};

export type Assessment = {
  readonly snapshots: readonly TimelineSnapshot[];
  /** Oldest first. */
  readonly evidence: readonly Evidence[];
  readonly attackBegan: AttackBegan | null;
  readonly proposal: Proposal | null;
};

const hourMs = 3_600_000;

/** All conclusions from what is known so far. Pure, so that it is drawn again whenever more is known. */
export function assess(facts: Facts): Assessment {
  const { snapshots, runJudge, foreignTimes, presences, unlike, further, now } = facts;
  const outside = [...bucketEvidence(snapshots, foreignTimes), ...further];
  // What the owner said counts as he said it before anybody else could, and after it has waited as all decisions do.
  const newest = snapshots.at(-1)?.uploadedAt ?? now;
  const trusted = newestBefore(
    snapshots,
    Math.min(attackBegan(outside)?.at ?? Number.POSITIVE_INFINITY, newest - waitDays * dayMs),
  );
  const over = attacksOverIn(trusted?.body.decisions ?? []);
  const runs = runJudge.with(tolerancesIn(trusted?.body.decisions ?? []), over);
  const stillNoted = suspectedSince(trusted?.body.decisions ?? []);
  const fromAttack = (at: Instant): boolean => isFromAttack(over, at);
  const cleared = (since: Instant): boolean =>
    trusted !== undefined && since < trusted.uploadedAt && (stillNoted === undefined || since < stillNoted);
  const evidence = [
    ...outside,
    ...runEvidence(snapshots, { runs, unlike, presences, cleared, fromAttack, now }),
  ].toSorted((a, b) => a.at - b.at);
  const began = attackBegan(evidence);
  const times = new Map(snapshots.map(({ id, uploadedAt }) => [id, uploadedAt]));
  const floods = foreignTimes.filter(
    ({ foreignVersions, ms }) => foreignVersions / (ms / hourMs) >= floodNamesAnHour,
  );
  const suspected = new Set(
    evidence
      .filter(
        ({ kind, weight }) => weight !== 'hint' && (kind === 'suspicious-run' || kind === 'suspicion-noted'),
      )
      .map(({ at }) => at),
  );
  const marked = snapshots.map((snapshot): TimelineSnapshot => {
    const { id, uploadedAt, body } = snapshot;
    const noted = suspectedSince(body.decisions);
    const presence = presences.get(id);
    const marks = marksOf(snapshot, {
      presence,
      namesTooMuch: presences.has(id) && presence === undefined,
      run: runs.get(id),
      unlike: unlike.get(id),
      noted,
      excused:
        !fromAttack(uploadedAt) && (!suspected.has(uploadedAt) || (noted !== undefined && cleared(noted))),
      previousAt: body.previous === null ? undefined : times.get(body.previous),
      amongFlood: floods.some(({ at, ms }) => uploadedAt >= at && uploadedAt < at + ms),
      began,
      now,
    });
    return { ...snapshot, presence, marks };
  });
  return { snapshots: marked, evidence, attackBegan: began, proposal: chooseProposal(marked, began) };
}

/** The newest complete snapshot before a time. */
const newestBefore = (snapshots: readonly SeenSnapshot[], at: Instant): SeenSnapshot | undefined =>
  snapshots.findLast(({ uploadedAt, body }) => uploadedAt < at && body.complete);
