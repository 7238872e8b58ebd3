import { HoldfastError } from '../errors/holdfast-error.ts';

type Choosable = { readonly id: string; readonly body: { readonly complete: boolean } };

/** Short ids in tables; longer ones are needed only where these clash. */
export const shortId = (id: string): string => id.slice(0, 8);

/**
 * The snapshot that a person means: an id, a unique beginning of one, or "latest" (the newest complete one, else the newest).
 * @param snapshots authentic ones, oldest first
 * @throws snapshot-unknown, snapshot-ambiguous
 */
export function chooseSnapshot<T extends Choosable>(snapshots: readonly T[], wanted: string): T {
  if (wanted === 'latest') {
    const latest = snapshots.findLast((snapshot) => snapshot.body.complete) ?? snapshots.at(-1);
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
