import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../core/crypto/sha256.ts';
import { dayMs } from '../../core/locks/period.ts';
import { packName } from '../../core/repository/names.ts';
import { withMeter } from '../../core/storage/decorators/meter.ts';
import { BackupFixture, type TestSet } from '../backup/backup-fixture.ts';
import { hiddenNames, letGo, listed, retireSet, untilDue } from './retire-fixture.ts';

const packsOf = (names: readonly string[]): readonly string[] =>
  names.filter((name) => name.startsWith('packs/'));

/** Full name and version of the only version of a name. */
async function versionOf(set: TestSet, name: string): Promise<{ name: string; versionId: string }> {
  const [version] = (await listed(set)).get(name)!;
  return { name: version!.name, versionId: version!.versionId };
}

describe.each(['s3', 'b2'] as const)('what retirement asks of locks over %s', (kind) => {
  const fixture = new BackupFixture(kind);

  test('a lock of any kind on any version keeps the name', async () => {
    const { set, own } = await letGo(fixture);
    await untilDue(fixture, set);
    const [held, weak] = packsOf(own);
    const { now } = await set.store.providerClock();
    await fixture.powerful.setLegalHold(await versionOf(set, held!), true);
    const until = Math.floor(now / 1000) * 1000 + 5 * dayMs;
    await fixture.powerful.replaceLock(await versionOf(set, weak!), { mode: 'governance', until });
    // An old name with a locked version of somebody else above it.
    const list = own.find((name) => name.startsWith('lists/'))!;
    const body = Buffer.from('foreign');
    await set.store.put({
      name: set.repository.prefix + list,
      body,
      sha256: sha256Hex(body),
      lockUntil: until,
    });
    const report = await retireSet(set);
    expect(report).toMatchObject({
      held: { names: 1 },
      stillLocked: { names: 2 },
      done: { names: own.length - 3 },
    });
    const kept: readonly unknown[] = [held, weak, list];
    expect((await hiddenNames(set)).toSorted()).toEqual(
      own.filter((name) => !kept.includes(name)).toSorted(),
    );
    expect(report.letGo[0]!.lastLockEnds).toBe(Infinity);
    await fixture.moveClock(6 * dayMs);
    await retireSet(set);
    await fixture.moveClock(2 * dayMs);
    await retireSet(set);
    expect((await hiddenNames(set)).toSorted()).toEqual(own.filter((name) => name !== held));
    await fixture.powerful.setLegalHold(await versionOf(set, held!), false);
  });

  test('by hand, a lock that was set after the listing is met by nobody who asks to delete', async () => {
    const { set, own } = await letGo(fixture);
    await untilDue(fixture, set);
    const [renewed] = packsOf(own);
    const { now } = await set.store.providerClock();
    const version = await versionOf(set, renewed!);
    const until = Math.floor(now / 1000) * 1000 + 9 * dayMs;
    const asked: string[] = [];
    const { store: maintenance } = withMeter(fixture.powerful);
    const pages = maintenance.listVersions.bind(maintenance);
    maintenance.listVersions = async function* (prefix, options) {
      // A second writer uses it again.
      if (prefix.endsWith('/packs/')) await fixture.powerful.renew(version, until);
      yield* pages(prefix, options);
    };
    const deletions = maintenance.deleteVersions.bind(maintenance);
    maintenance.deleteVersions = (versions) => {
      asked.push(...versions.map(({ name }) => name));
      return deletions(versions);
    };
    const report = await retireSet(set, { how: 'delete', maintenance });
    expect(report).toMatchObject({
      refused: [],
      done: { names: own.length - 1 },
      stillLocked: { names: 1, calendar: [{ objects: 1 }] },
    });
    expect(asked).not.toContain(version.name);
    expect((await listed(set)).has(renewed!)).toBe(true);
  });

  test('a lock that the provider alone knows of is counted, not an error', async () => {
    const { set, own } = await letGo(fixture);
    await untilDue(fixture, set);
    const version = await versionOf(set, packsOf(own)[0]!);
    const { now } = await set.store.providerClock();
    const { store: maintenance } = withMeter(fixture.powerful);
    const deletions = maintenance.deleteVersions.bind(maintenance);
    maintenance.deleteVersions = async (versions) => {
      if (versions.some(({ name }) => name === version.name))
        await fixture.powerful.renew(version, Math.floor(now / 1000) * 1000 + 9 * dayMs);
      return await deletions(versions);
    };
    const report = await retireSet(set, { how: 'delete', maintenance });
    expect(report).toMatchObject({ refused: [], done: { names: own.length - 1 }, stillLocked: { names: 1 } });
  });

  test('a key that may not delete ends the run in words', async () => {
    const { set, own } = await letGo(fixture);
    await untilDue(fixture, set);
    const weak = await fixture.withKey('backup');
    await expect(retireSet(set, { how: 'delete', maintenance: weak })).rejects.toMatchObject({
      code: 'key-insufficient',
    });
    const left = await listed(set);
    for (const name of own) expect(left.has(name)).toBe(true);
  });

  test('dates that are known are not asked for', async () => {
    const { set, own } = await letGo(fixture);
    const heads: string[] = [];
    set.store.onHead = (head) => {
      heads.push(head.name.slice(set.repository.prefix.length));
      return head;
    };
    await retireSet(set, { how: 'plan' });
    expect(heads).toEqual([]);
    await fixture.moveClock(20 * dayMs);
    await retireSet(set);
    await fixture.moveClock(14 * dayMs);
    heads.length = 0;
    await retireSet(set, { how: 'plan' });
    // Needed ones are not asked for, whatever their locks; where listings tell, nothing is.
    expect(heads.toSorted()).toEqual(kind === 's3' ? own : []);
  });

  test('a flood of versions of a name costs little, and the name stays where they cannot all be asked', async () => {
    const { set, own } = await letGo(fixture);
    const flooded = packsOf(own)[0]!;
    const body = Buffer.from('x');
    for (let made = 0; made < 40; made++)
      await set.store.put({
        name: set.repository.prefix + flooded,
        body,
        sha256: sha256Hex(body),
        lockUntil: undefined,
      });
    await untilDue(fixture, set);
    const report = await retireSet(set);
    expect(report.held.names).toBe(kind === 's3' ? 1 : 0);
    expect(report.done.names).toBe(kind === 's3' ? own.length - 1 : own.length);
  });

  test('of names that nobody knows only so many are looked at in one pass, and they do not keep ours from it', async () => {
    const { set, own } = await letGo(fixture);
    for (const text of ['x', 'y', 'z']) {
      const body = Buffer.from(text);
      const name = set.repository.prefix + packName('', sha256Hex(body));
      await set.store.put({ name, body, sha256: sha256Hex(body), lockUntil: undefined });
    }
    await fixture.moveClock(20 * dayMs);
    await retireSet(set, { maxUnknown: 2 });
    await fixture.moveClock(14 * dayMs);
    expect(await retireSet(set, { maxUnknown: 2 })).toMatchObject({ left: 1, done: { names: 2 } });
    await fixture.moveClock(dayMs + 60_000);
    expect(await retireSet(set, { maxUnknown: 0 })).toMatchObject({ left: 1, done: { names: own.length } });
  });

  test('well-formed names that nobody knows are given back like orphans', async () => {
    const { set, own } = await letGo(fixture);
    const body = Buffer.from('an orphan of another writer');
    const orphan = packName('', sha256Hex(body));
    const name = set.repository.prefix + orphan;
    await set.store.put({ name, body, sha256: sha256Hex(body), lockUntil: undefined });
    // Not while it is new: its writer may be about to lock it.
    expect(await retireSet(set)).toMatchObject({ young: { names: 1 }, waiting: [] });
    await untilDue(fixture, set);
    await retireSet(set);
    expect((await hiddenNames(set)).toSorted()).toEqual([...own, orphan].toSorted());
  });
});
