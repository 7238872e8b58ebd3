import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../core/crypto/sha256.ts';
import { lockPolicy } from '../../core/locks/lock-policy.ts';
import type { ObjectStore } from '../../core/storage/object-store.ts';
import { concurrently } from '../../core/system/concurrently.ts';
import { BackupFixture, noise, protectDays, type TestSet } from '../backup/backup-fixture.ts';
import { dayMs, GuardFixture, write } from './guard-fixture.ts';

const hourMs = 3_600_000;

/** Everything that is there on one day: hidden, overwritten, and a flood of names that look like snapshots. */
async function attack(store: ObjectStore, set: TestSet, day: number): Promise<void> {
  const { prefix } = set.repository;
  const names = new Set<string>();
  for await (const page of store.listVersions(prefix)) for (const { name } of page) names.add(name);
  const until = Math.floor((await store.providerClock()).now / 1000) * 1000 + 2 * dayMs;
  const put = (name: string, body: Uint8Array): Promise<unknown> =>
    store.put({ name, body, sha256: sha256Hex(body), lockUntil: until });
  await concurrently([...names].slice(0, 20), 8, async (name) => {
    await store.hide(name);
    await put(name, noise(100, day + 7));
  });
  const flood = Array.from({ length: 20 }, (_, at) => noise(200, 1000 * day + at));
  await concurrently(flood, 8, async (body) => {
    await put(`${prefix}snapshots/${sha256Hex(body)}`, body);
  });
  await put(`${prefix}snapshots/no-name-of-ours-${day}`, noise(10, day));
}

describe.each(['b2', 's3'] as const)('the owner is owned, over %s', (kind) => {
  const fixture = new BackupFixture(kind);
  const guarding = new GuardFixture(fixture, kind);

  test('hidden, overwritten, flooded and faked every day: genuine old snapshots stay locked, at a bounded cost', async () => {
    const set = await fixture.newSet();
    const guard = await guarding.guard(set);
    write(set, 'genuine', 1);
    await set.backUp();
    await fixture.moveClock(dayMs);
    write(set, 'second', 2);
    await set.backUp();
    const genuine = (await set.snapshots()).map(({ id }) => id);
    await guard.round();
    const thief = await guarding.connect(set, 'backup');
    const seen = new Set<string>();
    for (let day = 0; day < 7; day++) {
      await fixture.moveClock(7 * dayMs);
      await attack(thief, set, day);
      // A well-formed fake, with the real keys and a short lock: the computer belongs to the intruder.
      write(set, 'fake', 100 + day);
      if (day % 3 === 0) await set.backUp({ policy: lockPolicy(1) });
      const report = await guard.round({ maxCalls: 2_000 });
      expect(report.calls).toBeLessThan(2_000);
      for (const alarm of report.alarms) seen.add(alarm.kind);
    }
    const least = await guarding.trueLeast(set, genuine);
    expect(least).toBeGreaterThanOrEqual((await guarding.now()) + protectDays * dayMs - hourMs);
    expect([...seen]).toContain('covered');
    await thief.close();
  });

  test('names that no snapshot has are counted, and read once only', async () => {
    const set = await fixture.newSet();
    const guard = await guarding.guard(set);
    write(set, 'genuine', 1);
    await set.backUp();
    const thief = await guarding.connect(set, 'backup');
    await attack(thief, set, 0);
    const first = await guard.round();
    expect(first).toMatchObject({ snapshots: 1, kept: 1, foreign: 21 });
    const second = await guard.round();
    expect(second).toMatchObject({ snapshots: 1, kept: 1, foreign: 21 });
    expect(second.calls).toBeLessThan(first.calls - 20);
    await thief.close();
  });

  test('older before newer where the calls of a round do not suffice, and it says so', async () => {
    const set = await fixture.newSet();
    const guard = await guarding.guard(set);
    write(set, 'old', 1);
    await set.backUp();
    await fixture.moveClock(dayMs);
    const [old] = (await set.snapshots()).map(({ id }) => id);
    // Fakes whose locks end long before those of the old one.
    for (let fake = 0; fake < 5; fake++) {
      write(set, `fake${fake}`, 10 + fake);
      await set.backUp({ policy: lockPolicy(1) });
    }
    await fixture.moveClock(12 * dayMs);
    const needed = (await guarding.needed(set, [old!])).length;
    const report = await guard.round({ maxCalls: 50 });
    expect(report.left).toBeGreaterThan(0);
    expect(report.alarms.map(({ kind: what }) => what)).toContain('budget-exceeded');
    expect(report.renewed).toBeGreaterThanOrEqual(needed);
    expect(await guarding.trueLeast(set, [old!])).toBeGreaterThanOrEqual(
      (await guarding.now()) + protectDays * dayMs - hourMs,
    );
  });

  test('not more GB than it may: the newer snapshot is left, the older is kept', async () => {
    const set = await fixture.newSet();
    const guard = await guarding.guard(set);
    write(set, 'old', 1);
    await set.backUp();
    const bytes = (await guarding.needed(set)).reduce((sum, { size }) => sum + size, 0);
    await fixture.moveClock(dayMs);
    write(set, 'new', 2, 400_000);
    await set.backUp();
    await fixture.moveClock(20 * dayMs);
    const [old] = (await set.snapshots()).map(({ id }) => id);
    const report = await guard.round({ maxBytes: bytes + 1000 });
    expect(report).toMatchObject({ snapshots: 2, kept: 1 });
    expect(report.alarms).toContainEqual(
      expect.objectContaining({ kind: 'budget-exceeded', facts: expect.objectContaining({ snapshots: 1 }) }),
    );
    const now = await guarding.now();
    expect(await guarding.trueLeast(set, [old!])).toBeGreaterThanOrEqual(now + protectDays * dayMs - hourMs);
    expect(await guarding.trueLeast(set)).toBeLessThan(now + protectDays * dayMs - hourMs);
  });

  test('a copy of a cleartext under a new name costs nothing and displaces nothing', async () => {
    const set = await fixture.newSet();
    const guard = await guarding.guard(set);
    write(set, 'first', 1);
    await set.backUp();
    const [first] = await set.snapshots();
    const thief = await guarding.connect(set, 'backup');
    const whole = await thief.get({ ...first!.version, name: set.repository.prefix + first!.version.name });
    // The next day begins with a copy, and then comes the day's own snapshot; 40 days later comes the newest.
    await fixture.moveClock(dayMs);
    const copy = Buffer.concat([whole, noise(10)]);
    const now = Math.floor((await guarding.now()) / 1000) * 1000;
    await thief.put({
      name: `${set.repository.prefix}snapshots/${sha256Hex(copy)}`,
      body: copy,
      sha256: sha256Hex(copy),
      lockUntil: now + dayMs,
    });
    write(set, 'second', 2);
    await set.backUp();
    const days = 5;
    await fixture.moveClock(days * dayMs);
    write(set, 'third', 3);
    await set.backUp();
    const report = await guard.round();
    expect(report).toMatchObject({ snapshots: 4, kept: 4 });
    await thief.close();
  });

  test('the owner lets a snapshot go: it is not brought back, and no alarm is raised', async () => {
    const set = await fixture.newSet();
    const guard = await guarding.guard(set);
    write(set, 'first', 1);
    await set.backUp();
    await fixture.moveClock(dayMs);
    write(set, 'second', 2);
    await set.backUp();
    await fixture.moveClock(200 * dayMs);
    const [first, second] = await set.snapshots();
    const owner = await guarding.connect(set, 'backup');
    await owner.hide(set.repository.prefix + first!.version.name);
    const report = await guard.round({ noSnapshotMs: 300 * dayMs });
    expect(report).toMatchObject({ snapshots: 2, kept: 1, alarms: [] });
    expect(await guarding.trueLeast(set, [second!.id])).toBeGreaterThan(await guarding.now());
    await owner.close();
  });
});
