import type { NeededObject } from '../model/needed-object.ts';
import { readNeeds, versionKey, type Needs } from '../upkeep/needs.ts';
import { chooseReadable } from './choose-readable.ts';
import { boundsFor, type RoundBudget } from './guard-bounds.ts';
import type { Guard } from './guard-round.ts';
import type { GuardedSnapshot } from './list-cleartexts.ts';
import { PartsReadAlready, readParts } from './read-parts.ts';

export type Known = {
  /** Whose needs are known, older before newer. */
  readonly snapshots: readonly GuardedSnapshot[];
  readonly needs: Needs;
  /** Left for a later round. */
  readonly postponed: number;
  /** Their list parts are of a later format, or larger than any writer makes. */
  readonly notUnderstood: number;
};

/** Reads what these snapshots need, as far as the budget reaches; list parts that were read once are in the catalog. */
export async function readKnown(
  { repository, catalog, policy }: Pick<Guard, 'repository' | 'catalog' | 'policy'>,
  snapshots: readonly GuardedSnapshot[],
  budget: RoundBudget,
): Promise<Known> {
  const { store, prefix } = repository;
  const isCached = ({ name }: NeededObject): boolean => catalog.snapshotBytes(name) !== undefined;
  const { partBytes } = boundsFor(policy.maxCalls);
  // A HEAD and a GET for each part.
  const room = { reads: Math.floor(budget.reads / 2), readBytes: budget.readBytes, partBytes };
  const { chosen, ahead, postponed, impossible } = chooseReadable(snapshots, isCached, room);
  const wanted = [...ahead, ...chosen.flatMap(({ parts }) => parts)];
  const uncached = [...new Map(wanted.map((part) => [versionKey(part), part])).values()].filter(
    (part) => !isCached(part),
  );
  for (const { size } of uncached) budget.takeRead(size);
  const unread = await readParts(repository, catalog, uncached);
  const understood = chosen.filter(({ parts }) =>
    parts.every((part) => unread.get(versionKey(part)) !== 'format-unknown'),
  );
  return {
    snapshots: understood,
    needs: await readNeeds(
      { store: new PartsReadAlready(store, prefix, unread), prefix },
      understood,
      catalog,
    ),
    postponed: postponed.length,
    notUnderstood: chosen.length - understood.length + impossible.length,
  };
}
