import type { Catalog } from '../catalog/catalog.ts';
import { chooseKept } from '../locks/choose-kept.ts';
import { compliantUntil, readLease } from '../locks/confirm-lease.ts';
import { isRetired } from './cover-of.ts';
import type { RoundBudget } from './guard-bounds.ts';
import type { Guard } from './guard-round.ts';
import type { GuardedSnapshot } from './list-cleartexts.ts';

/**
 * What the guard's own policy keeps, older before newer. It cannot see which snapshots are partial or pinned, so all count as
 * complete. One that the owner let go is not brought back, and none takes its place.
 */
export async function chooseOwn(
  { repository, catalog, policy, time }: Pick<Guard, 'repository' | 'catalog' | 'policy' | 'time'>,
  snapshots: readonly GuardedSnapshot[],
  budget: RoundBudget,
): Promise<readonly GuardedSnapshot[]> {
  const standing = {
    policies: [policy.retention],
    pins: new Set<string>(),
    suspicions: [],
    asOf: time.now(),
  };
  const choose = (some: readonly GuardedSnapshot[]): Iterable<string> =>
    chooseKept(
      some.map(({ id, uploadedAt }) => ({ id, uploadedAt, complete: true })),
      standing,
      policy.lock.dayMs,
    ).keys();
  // A copy of an older cleartext, which anybody can make, must not take a window of time from a genuine snapshot.
  const chosen = new Set([...choose(snapshots), ...choose(withoutTwins(snapshots))]);
  const kept: GuardedSnapshot[] = [];
  for (const snapshot of snapshots)
    if (chosen.has(snapshot.id) && !(await wasLetGo(repository.store, catalog, snapshot, budget)))
      kept.push(snapshot);
  return kept;
}

/** Of several that need the same the oldest. */
function withoutTwins(snapshots: readonly GuardedSnapshot[]): readonly GuardedSnapshot[] {
  const seen = new Set<string>();
  return snapshots.filter(({ cleartext }) => {
    const isNew = !seen.has(cleartext);
    seen.add(cleartext);
    return isNew;
  });
}

async function wasLetGo(
  store: Guard['repository']['store'],
  catalog: Catalog,
  { version, versions }: GuardedSnapshot,
  budget: RoundBudget,
): Promise<boolean> {
  if (versions.at(-1)?.kind !== 'marker') return false;
  const listed = versions.find(({ versionId }) => versionId === version.versionId)!;
  let until = catalog.confirmedLease(version);
  if (listed.lock) until = Math.max(until ?? 0, compliantUntil(listed));
  else if (until === undefined && budget.takeRead(0)) until = (await readLease(store, listed)) ?? 0;
  return until !== undefined && isRetired(versions, version.versionId, until);
}
