import { describe, expect, test } from 'vitest';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import { dayMs } from '../../core/locks/period.ts';
import { createProvisioner } from '../../core/storage/provisioning.ts';
import { runCheck } from '../../core/check/run-check.ts';
import { realWorld } from '../../core/system/world.ts';
import { folder } from '../../core/repository/names.ts';
import { sha256Hex } from '../../core/crypto/sha256.ts';
import { BackupFixture, type TestSet } from '../backup/backup-fixture.ts';
import { hiddenNames, letGo, listed, retireSet, untilDue } from './retire-fixture.ts';

describe.each(['s3', 'b2'] as const)('retirement on the practice vault over %s', (kind) => {
  const fixture = new BackupFixture(kind);

  const ruled = async (set: TestSet): Promise<void> => {
    const { bucket } = set.store;
    await createProvisioner({ kind: 'b2', endpoint: fixture.vault.b2, bucket }, fixture.vault).setSpaceRules(
      set.repository.prefix,
      'automatic',
    );
  };

  test('waits for the locks, then for a day, then hides; the rule deletes a week later', async () => {
    const { set, own, first } = await letGo(fixture);
    await ruled(set);
    const early = await retireSet(set);
    expect(early).toMatchObject({ stopped: undefined, due: [], waiting: [], foreign: { names: 0 } });
    expect(early.stillLocked.names).toBe(own.length);
    expect(early.letGo.map(({ id }) => id)).toEqual([first]);
    expect(early.letGo[0]!.bytes).toBe(early.stillLocked.bytes);
    const { calendar } = early.stillLocked;
    expect(calendar.reduce((sum, { objects }) => sum + objects, 0)).toBe(own.length);
    expect(early.letGo[0]!.lastLockEnds).toBeGreaterThan(early.at + 28 * dayMs);
    expect(early.stillLocked.calendar.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(
      early.stillLocked.bytes,
    );

    await fixture.moveClock(20 * dayMs);
    expect((await retireSet(set)).renewal!.renewed).toBeGreaterThan(0);
    await fixture.moveClock(13 * dayMs);
    const marked = await retireSet(set);
    expect(marked).toMatchObject({ stopped: undefined, due: [], done: { names: 0 } });
    expect(marked.waiting.map(({ folder: kind }) => kind)).toEqual(['snapshots', 'lists', 'packs']);
    expect(marked.waiting.reduce((sum, { names }) => sum + names, 0)).toBe(own.length);
    expect(marked.waitingUntil).toBeGreaterThan(marked.at + dayMs - 2_000);

    await fixture.moveClock(dayMs - 60_000);
    expect((await retireSet(set)).done.names).toBe(0);
    expect(await hiddenNames(set)).toEqual([]);

    await fixture.moveClock(61_000);
    const plan = await retireSet(set, { how: 'plan' });
    expect(plan.due.reduce((sum, { names }) => sum + names, 0)).toBe(own.length);
    expect(await hiddenNames(set)).toEqual([]);
    const done = await retireSet(set);
    expect(done).toMatchObject({ stopped: undefined, refused: [], done: { names: own.length } });
    expect((await hiddenNames(set)).toSorted()).toEqual(own);
    expect((await listed(set)).size).toBeGreaterThan(own.length + 5);
    // Struck, so that nothing is deduplicated against them.
    for (const name of own) expect(set.catalog.objects.byName(name)).toEqual([]);
    const again = await retireSet(set);
    expect(again).toMatchObject({
      due: [],
      waiting: [],
      done: { names: 0 },
      hiddenBefore: { names: own.length },
    });

    await fixture.moveClock(6 * dayMs);
    expect((await listed(set)).get(own.find((name) => name.startsWith('packs'))!)).toHaveLength(2);
    await fixture.moveClock(2 * dayMs);
    const left = await listed(set);
    // No rule of ours touches snapshots/.
    expect(own.filter((name) => left.has(name))).toEqual(own.filter((name) => name.startsWith('snapshots/')));
    await set.restore();
    expect((await retireSet(set)).stopped).toBeUndefined();
    const kept = (snapshots: readonly { id: string }[]) => new Set([snapshots.at(-1)!.id]);
    const report = await runCheck({ repository: set.repository, readData: true, world: realWorld, kept });
    expect(report).toMatchObject({
      ok: true,
      snapshots: [{ id: expect.not.stringMatching(first) as string }],
    });
  });

  test('by hand: remembers without a maintenance key, deletes with one, markers too', async () => {
    const { set, own } = await letGo(fixture);
    await fixture.moveClock(20 * dayMs);
    await retireSet(set, { how: 'delete' });
    await fixture.moveClock(14 * dayMs);
    const hidden = own.find((name) => name.startsWith('packs/'))!;
    await set.store.hide(set.repository.prefix + hidden);
    await retireSet(set, { how: 'delete' });
    await fixture.moveClock(dayMs + 60_000);
    const without = await retireSet(set, { how: 'delete' });
    expect(without.done.names).toBe(0);
    expect(without.due.reduce((sum, { names }) => sum + names, 0)).toBe(own.length);
    const before = await listed(set);
    expect(await retireSet(set, { how: 'plan', space: 'by-hand' })).toMatchObject({ due: without.due });
    expect(await listed(set)).toEqual(before);

    const asked: number[] = [];
    const store = await fixture.withKey('maintenance');
    const deletions = store.deleteVersions.bind(store);
    store.deleteVersions = (versions) => {
      asked.push(versions.length);
      return deletions(versions);
    };
    const done = await retireSet(set, { how: 'delete', maintenance: store });
    expect(done).toMatchObject({ refused: [], done: { names: own.length }, stillLocked: { names: 0 } });
    // One call for each folder, and one for the marker.
    expect(asked.filter((count) => count > 0)).toHaveLength(4);
    const left = await listed(set);
    expect(own.filter((name) => left.has(name))).toEqual([]);
    expect(left.size).toBe(before.size - own.length);
    await set.expectWhole();
  });

  test('a name whose other version is needed is never hidden', async () => {
    const { set } = await letGo(fixture);
    const snapshot = (await set.snapshots()).at(-1)!;
    const needed = set.catalog.objects.ofKinds('data', 'tree').at(-1)!;
    // Bytes of somebody else under the name, unlocked and older by now than any lock.
    for (const name of [needed.name, snapshot.version.name, snapshot.parts[0]!.name])
      await putPlain(set, name, 'foreign');
    await untilDue(fixture, set);
    expect((await retireSet(set)).done.names).toBeGreaterThan(0);
    const hidden = await hiddenNames(set);
    for (const name of [needed.name, snapshot.version.name, snapshot.parts[0]!.name])
      expect(hidden).not.toContain(name);
  });

  test('neither stopped nor widened by what an intruder puts there', async () => {
    const { set, own } = await letGo(fixture);
    const { prefix } = set.repository;
    const needed = set.catalog.objects.ofKinds('data', 'tree').at(-1)!;
    await set.store.hide(prefix + needed.name);
    const fakeSnapshot = `snapshots/${'ab'.repeat(32)}`;
    const foreign = ['packs/zz', `packs/00/${'ab'.repeat(32)}`, 'lists/x/y', 'index/', fakeSnapshot];
    for (const name of foreign) await putPlain(set, name, 'foreign');
    const fake = sha256Hex(Buffer.from('a fake'));
    await putPlain(set, `packs/${fake.slice(0, 2)}/${fake}`, 'a fake');
    await untilDue(fixture, set);
    const report = await retireSet(set);
    expect(report.foreign.names).toBe(foreign.length);
    expect((await hiddenNames(set)).toSorted()).toEqual(
      [...own, needed.name, `packs/${fake.slice(0, 2)}/${fake}`].toSorted(),
    );
    const left = await listed(set);
    for (const name of foreign) expect(left.get(name)).toHaveLength(1);
    await set.restore();
  });

  test('stops, and touches nothing', async () => {
    const { set, own } = await letGo(fixture);
    await untilDue(fixture, set);

    const needed = set.catalog.objects.ofKinds('data', 'tree').at(-1)!;
    const reasons: (string | undefined)[] = [];
    const stopped = async (...asked: Parameters<typeof retireSet>): Promise<void> => {
      reasons.push((await retireSet(...asked)).stopped?.reason);
    };
    await stopped(set, { surveyed: (seen) => ({ ...seen, kept: [], snapshots: [] }) });
    await stopped(set, {
      surveyed: (seen) => ({ ...seen, standing: { ...seen.standing, suspicions: [1] } }),
    });
    await stopped(set, {
      surveyed: (seen) => {
        const { needs, kept } = seen;
        needs.addUnreadable({ part: kept[0]!.parts[0]!, code: 'object-missing', snapshots: [kept[0]!.id] });
        return seen;
      },
    });
    // A listing of snapshots/ that leaves the newest out, so that the older one would be kept instead.
    await stopped(set, {
      surveyed: (seen) => ({
        ...seen,
        snapshots: seen.snapshots.slice(0, 1),
        kept: seen.snapshots.slice(0, 1),
      }),
    });
    set.store.onRenew = () => {
      throw new Error('never asked: nothing is due');
    };
    const pages = set.store.listVersions.bind(set.store);
    const packs = folder(set.repository.prefix, 'packs');
    set.store.listVersions = async function* (prefix, options) {
      for await (const page of pages(prefix, options))
        if (prefix === packs) yield page.filter(({ name }) => !name.endsWith(needed.name));
        else yield page;
    };
    await stopped(set);
    set.store.listVersions = async function* (prefix, options) {
      for await (const page of pages(prefix, options)) {
        if (prefix === packs) throw new Error('the line broke');
        yield page;
      }
    };
    await expect(retireSet(set)).rejects.toThrow('the line broke');
    set.store.listVersions = pages;
    await expect(retireSet(set, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(reasons).toEqual([
      'nothing-kept',
      'suspicion',
      'unreadable',
      'snapshot-missing',
      'listing-incomplete',
    ]);
    expect(await hiddenNames(set)).toEqual([]);
    set.store.onRenew = () => undefined;
    expect((await retireSet(set)).done.names).toBe(own.length);
  });

  test('stops where something needed could not be locked again first', async () => {
    const { set } = await letGo(fixture);
    await fixture.moveClock(33 * dayMs);
    await retireSet(set);
    expect(await hiddenNames(set)).toEqual([]);
    await fixture.moveClock(2 * dayMs + 25 * dayMs);
    set.store.onRenew = (version) => {
      if (version.name.includes('/packs/')) throw new Error('the line broke');
    };
    await expect(retireSet(set)).rejects.toThrow('the line broke');
    expect(await hiddenNames(set)).toEqual([]);
    set.store.onRenew = () => undefined;
    await fixture.moveClock(80 * dayMs);
    set.store.onRenew = () => {
      throw new HoldfastError('provider-refused', {});
    };
    expect(await retireSet(set)).toMatchObject({
      stopped: { reason: 'renewal-not-whole' },
      done: { names: 0 },
    });
    expect(await hiddenNames(set)).toEqual([]);
  });
});

/** Without a lock, as an intruder with the stored key could. */
async function putPlain(set: TestSet, name: string, text: string): Promise<void> {
  const body = Buffer.from(text);
  await set.store.put({
    name: set.repository.prefix + name,
    body,
    sha256: sha256Hex(body),
    lockUntil: undefined,
  });
}
