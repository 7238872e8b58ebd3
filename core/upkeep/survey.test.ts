import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BackupFixture, noise } from '../../test/backup/backup-fixture.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { dayMs } from '../locks/period.ts';
import type { Decision } from '../model/snapshot.ts';
import { objectName } from '../repository/names.ts';
import { survey } from './survey.ts';

const here = new BackupFixture('b2');
const nothingOld = {
  at: 0,
  kind: 'retention',
  value: { all: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 },
} satisfies Decision;

test('what is kept, why, and what all of it needs; the rest is there and not kept', async () => {
  const set = await here.newSet();
  writeFileSync(set.path('a'), noise(1000, 1));
  const first = await set.backUp({ decisions: [nothingOld] });
  writeFileSync(set.path('a'), noise(1000, 2));
  await here.moveClock(8 * dayMs);
  const second = await set.backUp();
  const { now } = await set.store.providerClock();
  const { repository, catalog } = set;

  const seen = await survey(repository, catalog, undefined, now, dayMs);
  expect(seen.snapshots.map(({ id }) => id)).toEqual([first.snapshot, second.snapshot]);
  expect(seen.kept.map(({ id }) => id)).toEqual([second.snapshot]);
  expect(seen.reasons).toEqual(new Map([[second.snapshot, ['newest']]]));
  expect(seen.foreign).toBe(0);
  const all = seen.needs.union(seen.snapshots).length;
  const kept = seen.needs.union(seen.kept);
  expect(kept.length).toBeLessThan(all);
  expect(seen.needs.least(seen.snapshots, (version) => (kept.includes(version) ? 1 : 0))).toEqual(
    new Map([
      [first.snapshot, 0],
      [second.snapshot, 1],
    ]),
  );

  const pin: Decision = { at: now, kind: 'pin', value: { snapshot: first.snapshot } };
  const pinned = await survey(repository, catalog, [nothingOld, pin], now, dayMs);
  expect(pinned.reasons.get(first.snapshot)).toEqual(['pinned']);
  expect(pinned.kept).toHaveLength(2);
});

test('names under snapshots/ that are not genuine are counted and decide nothing', async () => {
  const set = await here.newSet();
  writeFileSync(set.path('a'), 'a');
  await set.backUp();
  const body = noise(300);
  await set.store.put({
    name: objectName(set.repository.prefix, 'snapshots', sha256Hex(body)),
    body,
    sha256: sha256Hex(body),
    lockUntil: undefined,
  });
  const { now } = await set.store.providerClock();
  const seen = await survey(set.repository, set.catalog, undefined, now, dayMs);
  expect([seen.snapshots.length, seen.foreign]).toEqual([1, 1]);
});

test('what was let go and is gone in part stays let go when a policy would keep it again; otherwise it is missed', async () => {
  const set = await here.newSet();
  const everything: Decision = { at: 0, kind: 'retention', value: { ...nothingOld.value, all: null } };
  for (const seed of [1, 2, 3]) {
    writeFileSync(set.path('a'), noise(1000, seed));
    await set.backUp({ decisions: [nothingOld] });
    await here.moveClock(8 * dayMs);
  }
  const { now } = await set.store.providerClock();
  const { repository, catalog } = set;
  const keptNow = async (...local: readonly Decision[]) =>
    (await survey(repository, catalog, local, now, dayMs)).kept.map(({ id }) => id);
  const seen = await survey(repository, catalog, [everything], now, dayMs);
  const [first, second, third] = seen.snapshots;
  expect(await keptNow(everything)).toEqual([first!.id, second!.id, third!.id]);

  const rest = new Set(seen.needs.union([second!, third!]));
  const own = seen.needs.union([first!]).filter((version) => !rest.has(version));
  for (const { name } of own) catalog.objects.strike(...catalog.objects.byName(name).map(({ id }) => id));
  expect(await keptNow(everything)).toEqual([second!.id, third!.id]);
  const pin: Decision = { at: 0, kind: 'pin', value: { snapshot: first!.id } };
  expect(await keptNow(everything, pin)).toEqual([first!.id, second!.id, third!.id]);

  // The newest was never let go: that part of it is gone is an alarm, not an end.
  const newest = new Set(seen.needs.union([first!, second!]));
  for (const version of seen.needs.union([third!]))
    if (!newest.has(version))
      catalog.objects.strike(...catalog.objects.byName(version.name).map(({ id }) => id));
  expect(await keptNow(everything)).toEqual([second!.id, third!.id]);
});

test('what another writer published, which the catalog does not know yet, counts as whole', async () => {
  const set = await here.newSet();
  const ofADay: Decision = { at: 0, kind: 'retention', value: { ...nothingOld.value, all: 1 } };
  writeFileSync(set.path('a'), noise(1000));
  await set.backUp({ decisions: [ofADay] });
  await here.moveClock(dayMs / 2);
  const second = await set.backUp({ decisions: [ofADay] });
  await here.moveClock(dayMs * 0.9);
  const others = set.anotherCatalog('other');
  const third = await set.backUp({ decisions: [ofADay] }, { catalog: others });
  const { now } = await set.store.providerClock();
  for (const catalog of [set.catalog, others])
    expect((await survey(set.repository, catalog, undefined, now, dayMs)).kept.map(({ id }) => id)).toEqual([
      second.snapshot,
      third.snapshot,
    ]);
  others.close();
});
