import { shortId } from '../core/app/choose-snapshot.ts';
import type { Timeline, TimelineSnapshot } from '../core/recovery/timeline/timeline.ts';
import { cutWords } from './cut-words.ts';
import { printableName } from './printable.ts';
import { table } from './table.ts';
import { countInWords, countOf, sizeInWords, timeInWords } from './words-for-people.ts';

const rowsBefore = 30;
const rowsAfter = 10;
/** Of the reason below a row: with its indent and "+9 more" it fits into a terminal of 80. */
const reasonWidth = 60;

/** Each snapshot in a row that fits into a terminal of 80, and below it the weightiest of what speaks against it. */
export function snapshotLines({
  snapshots,
  proposal,
  attackBegan,
  now,
}: Pick<Timeline, 'snapshots' | 'proposal' | 'attackBegan' | 'now'>): readonly string[] {
  const began = attackBegan?.at ?? Number.POSITIVE_INFINITY;
  const before = snapshots.filter(({ uploadedAt }) => uploadedAt < began);
  const after = snapshots.filter(({ uploadedAt }) => uploadedAt >= began);
  const chosenAt = before.findIndex(({ id }) => id === proposal?.snapshot);
  // The newest ones before the attack, the proposed one always among them.
  const from = Math.max(0, Math.min(before.length - rowsBefore, chosenAt < 0 ? before.length : chosenAt));
  const shown = [...before.slice(from, from + 2 * rowsBefore), ...after.slice(0, rowsAfter)];
  const left = snapshots.length - shown.length;
  const [titles = '', ...rows] = table(
    [
      { title: '' },
      { title: 'Snapshot' },
      { title: 'Uploaded' },
      { title: 'Files', right: true },
      { title: 'Size', right: true },
      { title: 'Whole' },
      { title: 'Locked until' },
    ],
    shown.map((snapshot) => [
      snapshot.id === proposal?.snapshot ? '→' : snapshot.id === proposal?.runnerUp ? '2' : '',
      shortId(snapshot.id),
      timeInWords(snapshot.uploadedAt),
      countInWords(snapshot.body.statistics.files),
      sizeInWords(snapshot.body.statistics.bytes),
      shortWhole(snapshot),
      shortLock(snapshot, now),
    ]),
  ).split('\n');
  return [
    ...(shown.some(({ marks }) => marks.length > 0)
      ? ['The snapshots, and below each what speaks against it (all of it with --json):']
      : []),
    titles,
    ...rows.flatMap((row, index) => [row, ...reasonLine(shown[index]?.marks ?? [])]),
    ...(left > 0 ? [`and ${countOf(left, 'more snapshot')}, which --json lists`] : []),
    '',
  ];
}

function reasonLine(marks: TimelineSnapshot['marks']): readonly string[] {
  const [first] = marks.toSorted((a, b) => Number(b.matters) - Number(a.matters));
  if (!first) return [];
  const more = marks.length > 1 ? ` +${marks.length - 1} more` : '';
  return [`   ${first.matters ? '!' : '·'} ${cutWords(printableName(first.words), reasonWidth)}${more}`];
}

function shortWhole({ body, presence }: TimelineSnapshot): string {
  if (!body.complete) return 'partial';
  if (!presence) return '?';
  return presence.missing === 0 ? 'yes' : `${countInWords(presence.missing)} missing`;
}

/** The day alone; how many days are left is said of the proposed one. */
function shortLock({ presence }: TimelineSnapshot, now: number): string {
  if (!presence || presence.lockedUntil <= 0) return '?';
  return presence.lockedUntil <= now
    ? 'ended'
    : timeInWords(presence.lockedUntil).slice(0, '2026-12-21'.length);
}
