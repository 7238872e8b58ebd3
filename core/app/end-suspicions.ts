import type { FoundSnapshot } from '../catalog/snapshots.ts';
import { isFromAttack, withAttackOver } from '../locks/attack-over.ts';
import { withoutSuspicion, type Suspicion } from '../locks/suspicion.ts';
import type { Instant } from '../model/object.ts';
import type { Survey } from '../upkeep/survey.ts';
import { forgetCanaries, lookAtCanaries } from './canaries.ts';
import type { Home } from './home.ts';
import { changeDecisions } from './own-decisions.ts';

type Published = Pick<Survey, 'standing'> & { readonly snapshots: readonly FoundSnapshot[] };

/**
 * "It was me": its figures are no alarm any more. The home must be this process's alone.
 * @returns decoys that are not as planted and are looked at no more
 */
export async function clearSuspicions(
  home: Home,
  { standing, snapshots }: Published,
  chosen: readonly Suspicion[],
  now: Instant,
): Promise<readonly string[]> {
  const sources = snapshots.findLast(({ body }) => body.complete)?.body.roots.map(({ path }) => path) ?? [];
  await changeDecisions(home, { standing, snapshots }, (list) =>
    chosen.reduce((left, one) => withoutSuspicion(left, one, sources, Math.floor(now)), list),
  );
  const { altered, missing } = await lookAtCanaries(home);
  const spoiled = [...altered, ...missing];
  if (chosen.length === 0 || spoiled.length === 0) return [];
  await forgetCanaries(home, spoiled);
  return spoiled;
}

/**
 * "It was an attack, and it is over": closes it and teaches nothing.
 * @returns snapshots made while it lasted, which stay marked
 */
export async function closeAttacks(
  home: Home,
  { standing, snapshots }: Published,
  chosen: readonly Suspicion[],
  now: Instant,
): Promise<readonly FoundSnapshot[]> {
  // The provider's clock may tell whole seconds only, and the last backup was made within this one.
  const until = Math.max(Math.floor(now), Math.floor(snapshots.at(-1)?.uploadedAt ?? 0) + 1);
  await changeDecisions(home, { standing, snapshots }, (list) =>
    chosen.reduce((left, { since }) => withAttackOver(left, since, Math.max(since, until)), list),
  );
  const attacks = chosen.map(({ since }) => ({ since, until }));
  return snapshots.filter(({ uploadedAt }) => isFromAttack(attacks, uploadedAt));
}
