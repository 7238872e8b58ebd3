import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BackupFixture, noise, protectDays } from '../../test/backup/backup-fixture.ts';
import { compareTrees } from '../../test/compare/compare-trees.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { readDecisionList } from '../locks/decisions.ts';
import { dayMs } from '../locks/period.ts';
import type { Decision } from '../model/snapshot.ts';
import { isWhole } from '../upkeep/renew-locks.ts';

const nothingOld: Decision = {
  at: 0,
  kind: 'retention',
  value: { all: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 },
};

describe.each(['s3', 'b2'] as const)('over %s', (kind) => {
  const here = new BackupFixture(kind);

  test('what kept snapshots need is renewed, with the conveniences; what they do not need is left to run out', async () => {
    const set = await here.newSet();
    writeFileSync(set.path('a'), noise(1000, 1));
    await set.backUp({ decisions: [nothingOld] });
    const old = set.catalog.objects.ofKinds('data', 'tree', 'list', 'snapshot');
    writeFileSync(set.path('a'), noise(1000, 2));
    await set.backUp();
    await here.moveClock(20 * dayMs);
    const { now } = await set.store.providerClock();
    const renewed: string[] = [];
    set.store.onRenew = ({ name }) => void renewed.push(name.slice(set.repository.prefix.length));
    const report = await set.backUp();
    set.store.onRenew = () => undefined;
    for (const { name } of old) expect(renewed).not.toContain(name);
    expect(new Set(renewed).size).toBe(renewed.length);
    for (const { name, confirmedUntil } of set.catalog.objects.ofKinds(
      'data',
      'tree',
      'list',
      'snapshot',
      'index',
      'key',
      'repository',
    ))
      if (!old.some((one) => one.name === name))
        expect(confirmedUntil).toBeGreaterThan(now + protectDays * dayMs);
    expect(renewed.some((name) => name.startsWith('repository/'))).toBe(true);
    expect(isWhole(report.renewal)).toBe(true);
    // Its locks end; then it may go, and the rest stays whole.
    await here.moveClock(13 * dayMs);
    await here.destroy(
      set,
      old.filter(({ kind: one }) => one === 'snapshot').map(({ name }) => name),
    );
    await here.destroy(
      set,
      old.map(({ name }) => name),
    );
    await set.backUp();
    await set.expectWhole();
  });

  test('a pack that no kept snapshot needs is used again while its lock runs, and renewed then', async () => {
    const set = await here.newSet();
    writeFileSync(set.path('a'), noise(1000, 1));
    await set.backUp({ decisions: [nothingOld] });
    const pack = set.catalog.objects.ofKinds('data')[0]!;
    writeFileSync(set.path('a'), noise(1000, 2));
    await set.backUp();
    await here.moveClock(20 * dayMs);
    writeFileSync(set.path('a'), noise(1000, 1));
    expect((await set.backUp()).newBytes).toBe(0);
    const { now } = await set.store.providerClock();
    expect(set.catalog.objects.byId(pack.id)!.confirmedUntil).toBeGreaterThan(now + protectDays * dayMs);
    writeFileSync(set.path('a'), noise(1000, 2));
    await set.backUp();
    await here.moveClock(40 * dayMs);
    writeFileSync(set.path('a'), noise(1000, 1));
    // Lapsed: it counts as absent, although it is still there.
    expect((await set.backUp()).newBytes).toBe(1000);
    expect(compareTrees(set.source, `${await set.restore()}/source`)).toMatchObject({ differences: 0 });
  });

  test('stopped while it renews', async () => {
    const set = await here.newSet();
    writeFileSync(set.path('a'), 'a');
    await set.backUp();
    await here.moveClock(20 * dayMs);
    const stop = new AbortController();
    set.store.onRenew = () => stop.abort();
    await expect(set.backUp({}, { signal: stop.signal })).rejects.toMatchObject({ code: 'cancelled' });
    set.store.onRenew = () => undefined;
    expect(await set.snapshots()).toHaveLength(1);
    await set.backUp();
    await set.expectWhole();
  });

  test('a provider that fails while it renews ends the run; the next goes on with the rest', async () => {
    const set = await here.newSet();
    writeFileSync(set.path('a'), 'a');
    await set.backUp();
    await here.moveClock(20 * dayMs);
    const renewed: string[] = [];
    set.store.onRenew = ({ name }) => {
      if (renewed.length === 2) throw new HoldfastError('network-unreachable', {}, { retry: 'later' });
      renewed.push(name);
    };
    await expect(set.backUp()).rejects.toMatchObject({ code: 'network-unreachable' });
    set.store.onRenew = ({ name }) => void renewed.push(name);
    await set.backUp();
    expect(new Set(renewed).size).toBe(renewed.length);
  });
});

const here = new BackupFixture('b2');

test('a run without decisions goes on with all that stands, also where the newest snapshot says less', async () => {
  const set = await here.newSet();
  writeFileSync(set.path('a'), 'a');
  await set.backUp({ decisions: [nothingOld] });
  await set.backUp();
  const pin = { at: 0, kind: 'pin', value: { snapshot: 'ab' } };
  await set.backUp({ decisions: [pin] });
  await set.backUp({ decisions: [nothingOld] });
  await set.backUp();
  const published = (await set.snapshots()).map(({ body }) => readDecisionList(body.decisions));
  expect(published.map(({ retention }) => retention.all)).toEqual([0, 0, Infinity, 0, Infinity]);
  expect(published.map(({ pins }) => pins.length)).toEqual([0, 0, 1, 0, 1]);
});
