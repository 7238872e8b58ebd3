import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import type { SnapshotMark } from '../../contract/browse.ts';
import type { Said } from '../../model/said.ts';
import { isFromAttack } from '../../locks/attack-over.ts';
import type { Home } from '../home.ts';
import type { RepositoryInUse } from '../open-repository-for-use.ts';
import { attacksOver, openSuspicions } from '../open-suspicions.ts';
import { disagreesOnDate } from '../own-date.ts';
import { policyOf } from '../policy-of.ts';
import { countOf, timeInWords } from '../words-for-people.ts';

/** Why snapshots of a set are not like the others: what is suspected, and what they lack. */
export async function suspectMarks(
  home: Home,
  { settings }: Pick<RepositoryInUse, 'settings'>,
  snapshots: readonly FoundSnapshot[],
  now = snapshots.at(-1)?.uploadedAt ?? 0,
): Promise<(snapshot: FoundSnapshot) => readonly SnapshotMark[]> {
  const { dayMs } = policyOf(settings);
  const [open] = await openSuspicions(home, snapshots, now, dayMs);
  const over = await attacksOver(home, snapshots, now, dayMs);
  return (snapshot) => [
    ...(open && snapshot.uploadedAt >= open.since
      ? [
          mark(
            'suspect',
            'alarm',
            { code: 'mark-suspect' },
            `Made after ${timeInWords(open.since)}, since when an attack is suspected: files in it may be spoiled.`,
          ),
        ]
      : []),
    ...(isFromAttack(over, snapshot.uploadedAt)
      ? [
          mark(
            'from-attack',
            'warning',
            { code: 'mark-from-attack' },
            'Made during an attack that is over: files in it may be spoiled.',
          ),
        ]
      : []),
    ...ownMarks(snapshot),
  ];
}

function ownMarks(snapshot: FoundSnapshot): readonly SnapshotMark[] {
  const { body } = snapshot;
  return [
    ...(body.complete
      ? []
      : [
          mark(
            'partial',
            'note',
            { code: 'mark-partial' },
            'Made in the middle of a long backup: not all files are in it.',
          ),
        ]),
    ...(disagreesOnDate(snapshot)
      ? [
          mark(
            'own-date',
            'warning',
            { code: 'mark-own-date' },
            'It says that it was made on another day. Only the time at which the provider received it counts.',
          ),
        ]
      : []),
    ...(body.skippedCount > 0
      ? [
          mark(
            'skipped',
            'note',
            { code: 'mark-skipped', count: body.skippedCount },
            skippedInWords(body.skippedCount),
          ),
        ]
      : []),
  ];
}

/** What changed while it was read is in the snapshot all the same. */
const skippedInWords = (count: number): string =>
  countOf(
    count,
    'file or folder was not read, or changed while it was read.',
    'files and folders were not read, or changed while they were read.',
  );

const mark = (kind: string, severity: SnapshotMark['severity'], said: Said, words: string): SnapshotMark => ({
  kind,
  words,
  said,
  severity,
});
