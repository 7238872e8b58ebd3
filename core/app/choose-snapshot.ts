import { HoldfastError } from '../errors/holdfast-error.ts';
import { isFromAttack, type AttackOver } from '../locks/attack-over.ts';
import { lastClean } from '../locks/last-clean.ts';
import type { Instant } from '../model/object.ts';
import { timeInWords } from './words-for-people.ts';

type Choosable = {
  readonly id: string;
  readonly uploadedAt: Instant;
  readonly body: { readonly complete: boolean };
};

/** Short ids in tables; longer ones are needed only where these clash. */
export const shortId = (id: string): string => id.slice(0, 8);

/**
 * The snapshot that a person means: an id, a unique beginning of one, or "latest" (the newest complete one before anything is
 * suspected; without suspicion the newest complete one, else the newest). What was made during an attack that is over is never
 * the latest, unless there is nothing else.
 * @param snapshots authentic ones, oldest first
 * @param suspected since when, of each open suspicion
 * @param over attacks that are over
 * @throws snapshot-unknown, snapshot-ambiguous
 */
export function chooseSnapshot<T extends Choosable>(
  snapshots: readonly T[],
  wanted: string,
  suspected: readonly Instant[] = [],
  over: readonly AttackOver[] = [],
): T {
  if (wanted === 'latest') {
    const sound = snapshots.filter(({ uploadedAt }) => !isFromAttack(over, uploadedAt));
    const newest = newestOf(sound) ?? newestOf(snapshots);
    const latest = suspected.length > 0 ? (lastClean(sound, suspected) ?? newest) : newest;
    if (latest) return latest;
    throw new HoldfastError('snapshot-unknown', { id: wanted });
  }
  const start = wanted.toLowerCase();
  // An empty text begins every id; it is a mistake, not a choice.
  const fitting = start === '' ? [] : snapshots.filter((snapshot) => snapshot.id.startsWith(start));
  const [first, second] = fitting;
  if (!first) throw new HoldfastError('snapshot-unknown', { id: wanted });
  if (second) throw new HoldfastError('snapshot-ambiguous', { id: wanted });
  return first;
}

const newestOf = <T extends Choosable>(snapshots: readonly T[]): T | undefined =>
  snapshots.findLast((snapshot) => snapshot.body.complete) ?? snapshots.at(-1);

/** What a person should hear of a choice; undefined: nothing. Parameters as of `chooseSnapshot`. */
export function choiceNote<T extends Choosable>(
  chosen: T,
  snapshots: readonly T[],
  suspected: readonly Instant[],
  over: readonly AttackOver[] = [],
): string | undefined {
  const newest = newestOf(snapshots);
  const isLatest = chooseSnapshot(snapshots, 'latest', suspected, over).id === chosen.id;
  const instead = `so this is the last snapshot before it, of ${timeInWords(chosen.uploadedAt)}, and not the newest`;
  const [first] = suspected.toSorted((a, b) => a - b);
  if (first !== undefined) {
    const about = `An attack is suspected since ${timeInWords(first)} (\`holdfast suspicions\`)`;
    if (chosen.uploadedAt >= first)
      return `${about}, and this snapshot was made after that: files in it may be spoiled.`;
    if (!isLatest || newest === undefined || newest.id === chosen.id) return undefined;
    return `${about}, ${instead}, of ${timeInWords(newest.uploadedAt)} (${shortId(newest.id)}).`;
  }
  if (isFromAttack(over, chosen.uploadedAt))
    return 'This snapshot was made during an attack that is over: files in it may be spoiled.';
  if (isLatest && newest && isFromAttack(over, newest.uploadedAt))
    return `The newest snapshot, of ${timeInWords(newest.uploadedAt)} (${shortId(newest.id)}), was made during an attack, ${instead}.`;
  return undefined;
}
