import { dayMs } from '../core/locks/period.ts';
import { shortId } from '../core/app/choose-snapshot.ts';
import type { Timeline, TimelineSnapshot } from '../core/recovery/timeline/timeline.ts';
import { assumedSeconds, timeAtAssumedSpeed, timeTaken } from './assumed-speed.ts';
import { kitFlag } from './kit-flag.ts';
import { printableName } from './printable.ts';
import { table } from './table.ts';
import { snapshotLines } from './timeline-table.ts';
import {
  countInWords,
  countOf,
  dateInWords,
  sizeInWords,
  timeInWords,
  untilInWords,
} from './words-for-people.ts';

/** A restore takes its time twice where something goes wrong, and a person some days to begin it. */
const spareDays = 3;
const activityRows = 15;

/** One sentence that a frightened person reads first. */
export function firstSentence({ attackBegan }: Pick<Timeline, 'attackBegan'>): string {
  return attackBegan
    ? `The attack began about ${timeInWords(attackBegan.at)}: ${attackBegan.words}.`
    : 'Nothing in the bucket says that there was an attack.';
}

/** The whole answer: what happened, what to restore, what there is, what to type next, what was not looked at. */
/** @param kit the file that it was read from, for what to type next */
export function timelineInWords(timeline: Timeline, kit?: string): string {
  return [
    firstSentence(timeline),
    ...proposalLines(timeline),
    '',
    ...snapshotLines(timeline),
    ...activityLines(timeline),
    ...nextLines(timeline, kitFlag(kit)),
    ...restLines(timeline),
  ].join('\n');
}

const found = ({ snapshots }: Timeline, id: string | null): TimelineSnapshot | undefined =>
  snapshots.find((snapshot) => snapshot.id === id);

function proposalLines(timeline: Timeline): readonly string[] {
  const { proposal, now } = timeline;
  const chosen = proposal && found(timeline, proposal.snapshot);
  if (!chosen) return ['', 'There is no snapshot to propose.'];
  const runnerUp = found(timeline, proposal.runnerUp);
  const { body, uploadedAt } = chosen;
  return [
    '',
    `Restore snapshot ${shortId(chosen.id)} of ${timeInWords(uploadedAt)}: ${countOf(body.statistics.files, 'file')}, ${sizeInWords(body.statistics.bytes)}.`,
    `It is ${wholeInWords(chosen)}, ${lockInWords(chosen, now)}.`,
    ...proposal.reasons.map(({ words }) => `  · ${words}`),
    ...markLines(
      chosen,
      proposal.reasons.map(({ words }) => words),
    ),
    runnerUp
      ? `Second choice: ${shortId(runnerUp.id)} of ${timeInWords(runnerUp.uploadedAt)}, ${proposal.runnerUpWords}.`
      : `Second choice: none; ${proposal.runnerUpWords}.`,
    ...(runnerUp ? markLines(runnerUp, []) : []),
  ];
}

/** All that there is to know of it; the table has room for the beginning of one. */
const markLines = ({ marks }: TimelineSnapshot, said: readonly string[]): readonly string[] =>
  marks
    .filter(({ words }) => !said.includes(words))
    .map(({ words }) => `  · to know before: ${printableName(words)}`);

function wholeInWords({ body, presence }: TimelineSnapshot): string {
  const complete = body.complete ? 'complete' : 'partial';
  if (!presence) return `${complete}; whether all of it is still there was not asked`;
  return presence.missing === 0 ? `${complete} and intact` : `not whole: ${presence.missing} missing`;
}

function lockInWords({ presence }: TimelineSnapshot, now: number): string {
  if (!presence) return 'its lock was not asked for';
  return presence.lockedUntil > 0
    ? `locked until ${untilInWords(presence.lockedUntil, now)}`
    : 'not locked as a whole';
}

function activityLines({ activity }: Timeline): readonly string[] {
  const odd = activity.filter(
    ({ markers, foreignVersions, unexplained }) => markers + foreignVersions + unexplained > 0,
  );
  if (odd.length === 0) return [];
  return [
    'What else was done in the bucket (by the provider’s clock):',
    table(
      [
        { title: 'From' },
        { title: 'Ours', right: true },
        { title: 'Markers', right: true },
        { title: 'Foreign', right: true },
        { title: 'Foreign size', right: true },
        { title: 'Not explained', right: true },
      ],
      odd
        .slice(0, activityRows)
        .map((bucket) => [
          timeInWords(bucket.at),
          countInWords(bucket.ours),
          countInWords(bucket.markers),
          countInWords(bucket.foreignVersions),
          sizeInWords(bucket.foreignBytes),
          countInWords(bucket.unexplained),
        ]),
    ),
    ...(odd.length > activityRows ? [`and ${odd.length - activityRows} more such times`] : []),
    '',
  ];
}

function nextLines(timeline: Timeline, flag: string): readonly string[] {
  const { proposal, now } = timeline;
  const chosen = proposal && found(timeline, proposal.snapshot);
  if (!chosen) return [];
  const { bytes } = chosen.body.statistics;
  const seconds = assumedSeconds(bytes);
  const until = chosen.presence?.lockedUntil ?? 0;
  const isShort = chosen.presence !== undefined && until - now < 2 * seconds * 1000 + spareDays * dayMs;
  return [
    flag === '' ? 'Type next, with the same kit and key:' : 'Type next, with the same key:',
    ...(isShort
      ? [
          `  holdfast recover hold ${shortId(chosen.id)}${flag}    first, with a renewal key: its locks end ${until > now ? `on ${dateInWords(until)}` : 'now'}, and the restore takes ${timeTaken(seconds)}`,
        ]
      : []),
    `  holdfast recover ls ${shortId(chosen.id)}${flag}`,
    `  holdfast recover restore ${shortId(chosen.id)}${flag} --to FOLDER    ${timeAtAssumedSpeed(bytes)}; ${isShort ? 'hold it first' : 'its locks last longer than that'}`,
    'Nothing was written. Older wins: whoever has the keys can make snapshots that look like yours, but none that were there before.',
  ];
}

function restLines({ notLookedAt, foreign, requests, now }: Timeline): readonly string[] {
  return [
    ...(foreign.notUnderstood > 0
      ? [`${countOf(foreign.notUnderstood, 'snapshot')} of a newer Holdfast: install it to read them.`]
      : []),
    ...(notLookedAt.length > 0 ? ['Not looked at:', ...notLookedAt.map(({ words }) => `  ${words}`)] : []),
    `By the provider's clock ${timeInWords(now)}; ${countOf(requests.total, 'request')}, the first answer after ${countInWords(requests.firstAnswer)}.`,
  ];
}
