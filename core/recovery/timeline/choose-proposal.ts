import type { Told } from '../../model/said.ts';
import type { AttackBegan } from './attack-began.ts';
import { dayInWords } from './own-dates.ts';
import type { TimelineSnapshot } from './timeline.ts';

export type Proposal = {
  /** Id. */
  readonly snapshot: string;
  readonly reasons: readonly Told[];
  readonly runnerUp: string | null;
  readonly runnerUpWords: string;
};

/**
 * The newest snapshot from before the attack that is complete, intact and carries nothing that speaks against it; the next
 * older one is the runner-up. Where there is none, the oldest from before the attack that is left at all: older wins.
 * @param snapshots oldest first
 */
export function chooseProposal(
  snapshots: readonly TimelineSnapshot[],
  began: AttackBegan | null,
): Proposal | null {
  const clean = snapshots.filter(isClean);
  const [chosen, runnerUp] = [clean.at(-1), clean.at(-2)];
  if (chosen)
    return {
      snapshot: chosen.id,
      reasons: reasonsFor(chosen, snapshots, began),
      runnerUp: runnerUp?.id ?? null,
      runnerUpWords: runnerUp
        ? 'the next older one that nothing speaks against, if files of the proposed one turn out to be spoiled already'
        : 'there is no older one that is complete and intact',
    };
  return chooseLeastBad(snapshots, began);
}

const isClean = ({ marks }: TimelineSnapshot): boolean => !marks.some(({ matters }) => matters);

function reasonsFor(
  chosen: TimelineSnapshot,
  snapshots: readonly TimelineSnapshot[],
  began: AttackBegan | null,
): readonly Told[] {
  const { presence } = chosen;
  const newer = snapshots.filter(({ uploadedAt }) => uploadedAt > chosen.uploadedAt).length;
  return [
    began
      ? {
          words: `it was uploaded on ${dayInWords(chosen.uploadedAt)}, before the attack began`,
          said: { code: 'before-attack', on: { day: chosen.uploadedAt } },
        }
      : {
          words: 'nothing suspicious was found, and it is the newest complete one',
          said: { code: 'nothing-suspicious' },
        },
    presence
      ? {
          words: `all ${presence.needed} objects that it needs are there, at the provider, with the size they had`,
          said: { code: 'all-there', count: presence.needed },
        }
      : { words: 'whether all that it needs is there was not asked yet', said: { code: 'not-asked' } },
    ...(newer > 0 && began
      ? [
          {
            words:
              newer === 1
                ? 'the one snapshot that is newer has something against it'
                : `each of the ${newer} newer snapshots has something against it`,
            said: { code: 'newer-doubtful', count: newer },
          } as const,
        ]
      : []),
  ];
}

/** Marks that make a snapshot useless rather than doubtful, and those that a lie could have caused. */
function chooseLeastBad(snapshots: readonly TimelineSnapshot[], began: AttackBegan | null): Proposal | null {
  const before = snapshots.filter(({ uploadedAt }) => uploadedAt < (began?.at ?? Number.POSITIVE_INFINITY));
  const pool = (before.length > 0 ? before : snapshots).filter(
    ({ marks }) => !marks.some(({ kind }) => kind === 'future-dated' || kind === 'back-dated'),
  );
  // From before the attack the one that lacks least, of those the newest; after it the oldest.
  const lacking = ({ presence, body }: TimelineSnapshot): number =>
    (presence?.missing ?? 0) + (body.complete ? 0 : 1);
  const least = Math.min(...pool.map(lacking));
  const fit = pool.filter((snapshot) => lacking(snapshot) === least);
  const chosen = before.length > 0 ? fit.at(-1) : fit[0];
  if (!chosen) return null;
  return {
    snapshot: chosen.id,
    reasons: [
      before.length > 0
        ? {
            words: 'no snapshot from before the attack is without fault; this one lacks least',
            said: { code: 'least-lacking' },
          }
        : {
            words:
              'no snapshot from before the attack is left; this is the oldest of all, and may be spoiled',
            said: { code: 'oldest-left' },
          },
      ...chosen.marks.filter(({ matters }) => matters).map(({ words, said }) => ({ words, said })),
    ],
    runnerUp: null,
    runnerUpWords: 'look at the others in the table',
  };
}

/** Whose presence is to be asked before the choice can stand: the best two that speak for themselves. */
export function unasked(
  snapshots: readonly TimelineSnapshot[],
  asked: (id: string) => boolean,
): readonly TimelineSnapshot[] {
  return snapshots
    .filter(isClean)
    .slice(-2)
    .filter(({ id }) => !asked(id));
}
