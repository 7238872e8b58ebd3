import type { Overview } from '../../contract/sets.ts';
import type { UpkeepState } from '../upkeep-state.ts';

type Attempt = { readonly expected?: unknown; readonly outcome?: unknown };

/** The last proof in figures. Its controls, which must succeed, are no attempts at a lock. */
export function proofOf({ proofs: { lockHalf, keyHalf } }: Pick<UpkeepState, 'proofs'>): Overview['proof'] {
  const halves = [lockHalf, keyHalf].filter((half) => half !== null);
  if (halves.length === 0) return null;
  const attempts = halves
    .flatMap((half) => (half as { readonly attempts?: readonly Attempt[] }).attempts ?? [])
    .filter(({ expected }) => expected === 'refused');
  return {
    at: Math.max(...halves.map(({ at }) => at)),
    ok: halves.every(({ ok }) => ok),
    refused: attempts.filter(({ outcome }) => outcome === 'refused').length,
    attempts: attempts.length,
  };
}
