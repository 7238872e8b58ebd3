import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { syncCatalog } from '../../core/catalog/sync-catalog.ts';
import { lockPolicy, type LockPolicy } from '../../core/locks/lock-policy.ts';
import { ProviderTime } from '../../core/locks/provider-time.ts';
import { dayMs } from '../../core/locks/period.ts';
import { encodeRetention } from '../../core/locks/retention.ts';
import type { ListedVersion } from '../../core/model/object.ts';
import type { Decision } from '../../core/model/snapshot.ts';
import { realWorld } from '../../core/system/world.ts';
import { retire, type RetireOptions } from '../../core/upkeep/retire.ts';
import type { RetireReport } from '../../core/upkeep/retire-report.ts';
import { survey, type Survey } from '../../core/upkeep/survey.ts';
import { noise, protectDays, type BackupFixture, type TestSet } from '../backup/backup-fixture.ts';

/** For tests: only the newest snapshot is kept. */
export const onlyNewest: readonly Decision[] = [
  {
    at: 0,
    kind: 'retention',
    value: encodeRetention({ all: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 }),
  },
];

export const thirtyDays = lockPolicy(protectDays);

/** One file of its own for each name; what was there before is taken away. */
export async function backUpOnly(
  set: TestSet,
  name: string,
  policy: LockPolicy = thirtyDays,
): Promise<string> {
  rmSync(set.source, { recursive: true });
  mkdirSync(set.source);
  writeFileSync(set.path(name), noise(40_000, name.charCodeAt(0)));
  return (await set.backUp({ decisions: onlyNewest, policy })).snapshot;
}

/** As a run of the command would: catalog, survey, retirement. */
export async function retireSet(
  set: TestSet,
  options: Partial<Omit<RetireOptions, 'upkeep'>> & {
    readonly policy?: LockPolicy;
    readonly surveyed?: (seen: Survey) => Survey;
    readonly signal?: AbortSignal;
  } = {},
): Promise<RetireReport> {
  const { policy = thirtyDays, surveyed, signal, how = 'hide', ...more } = options;
  const { repository, catalog } = set;
  const time = await ProviderTime.ask(repository.store, realWorld);
  await syncCatalog(repository, catalog, time.now());
  const seen = await survey(repository, catalog, onlyNewest, time.now(), policy.dayMs);
  const upkeep = { repository, catalog, policy, time, world: realWorld, signal };
  return await retire(repository, catalog, surveyed ? surveyed(seen) : seen, { ...more, how, upkeep });
}

/** Everything below the set's prefix, by relative name. */
export async function listed(set: TestSet): Promise<ReadonlyMap<string, readonly ListedVersion[]>> {
  const { store, prefix } = set.repository;
  const names = new Map<string, ListedVersion[]>();
  for await (const page of store.listVersions(prefix))
    for (const version of page) {
      const name = version.name.slice(prefix.length);
      names.set(name, [...(names.get(name) ?? []), version]);
    }
  return names;
}

/** Relative names with a marker on top. */
export async function hiddenNames(set: TestSet): Promise<readonly string[]> {
  return [...(await listed(set))].filter(([, [top]]) => top?.kind === 'marker').map(([name]) => name);
}

/** Two snapshots that share nothing, of which only the second is kept; `own`: names that only the first needs. */
export async function letGo(
  fixture: BackupFixture,
): Promise<{ set: TestSet; own: readonly string[]; first: string }> {
  const set = await fixture.newSet();
  const first = await backUpOnly(set, 'a');
  const before = [...(await listed(set)).keys()].filter((name) => /^(snapshots|lists|packs)\//.test(name));
  await fixture.moveClock(dayMs);
  await backUpOnly(set, 'b');
  return { set, own: before.toSorted(), first };
}

/** To the pass before the one that gives back: the locks on `own` have passed, and a day has too since that was found. */
export async function untilDue(fixture: BackupFixture, set: TestSet): Promise<void> {
  await fixture.moveClock(20 * dayMs);
  await retireSet(set);
  await fixture.moveClock(14 * dayMs);
  await retireSet(set);
  await fixture.moveClock(dayMs + 60_000);
}
