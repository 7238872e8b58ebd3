import { isHoldfastError } from '../errors/holdfast-error.ts';
import { readObject } from '../repository/read-object.ts';
import type { Suspect } from './judge-versions.ts';
import type { Upkeep } from './upkeep-context.ts';

/** Read to tell copies from forgeries, unless all are wanted; a flood of large ones would cost hours and money. */
const maxBytes = 256 * 1024 * 1024;

export type ComparedSuspects = {
  /** Their bytes are not those that the name stands for. */
  readonly foreign: readonly Suspect[];
  readonly notCompared: number;
};

/** Reads what lies above objects of ours and is as long: a repeated upload of our own, or somebody else's bytes? */
export async function compareSuspects(
  { repository }: Pick<Upkeep, 'repository'>,
  suspects: readonly Suspect[],
  all: boolean,
  onCall: () => void,
): Promise<ComparedSuspects> {
  const { store, prefix } = repository;
  const foreign: Suspect[] = [];
  let left = all ? Number.POSITIVE_INFINITY : maxBytes;
  let notCompared = 0;
  for (const suspect of suspects.toSorted((a, b) => a.size - b.size)) {
    if (suspect.size > left) {
      notCompared++;
      continue;
    }
    left -= suspect.size;
    onCall();
    try {
      await readObject(store, prefix, { ...suspect, name: suspect.over.known.name });
    } catch (error) {
      if (isHoldfastError(error, 'object-damaged')) foreign.push(suspect);
      else if (!isHoldfastError(error, 'object-missing')) throw error;
    }
  }
  return { foreign, notCompared };
}
