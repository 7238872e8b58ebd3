import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BackupFixture, noise, protectDays, type TestSet } from '../../test/backup/backup-fixture.ts';
import { hiddenNames, letGo, retireSet, untilDue } from '../../test/retire/retire-fixture.ts';
import { changedStore } from '../../test/upkeep/changed-store.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { dayMs } from '../locks/period.ts';
import { ProviderTime } from '../locks/provider-time.ts';
import type { ListedVersion } from '../model/object.ts';
import { asReadOnly } from '../storage/decorators/read-only.ts';
import { realWorld } from '../system/world.ts';
import { readCleanState } from './clean-state.ts';
import { deleteMarkers, removeMarkers } from './clean-markers.ts';
import { clean, type Cleaned, type CleanRequest } from './clean.ts';

const keyOf = ({ name, versionId }: ListedVersion): string => `${name} ${versionId}`;

describe.each(['b2', 's3'] as const)('recover clean over %s', (kind) => {
  const fixture = new BackupFixture(kind);

  async function attackedSet(): Promise<TestSet> {
    const set = await fixture.newSet();
    writeFileSync(set.path('a'), noise(30_000));
    await set.backUp();
    writeFileSync(set.path('b'), noise(30_000, 2));
    await set.backUp();
    return set;
  }

  async function rows(set: TestSet): Promise<readonly ListedVersion[]> {
    const all: ListedVersion[] = [];
    for await (const page of fixture.powerful.listVersions(set.repository.prefix)) all.push(...page);
    return all;
  }

  const objectsOf = (all: readonly ListedVersion[]): readonly string[] =>
    all
      .filter((row) => row.kind === 'object')
      .map(keyOf)
      .toSorted();

  async function hideAll(set: TestSet): Promise<void> {
    for (const name of new Set((await rows(set)).map((row) => row.name))) await set.store.hide(name);
  }

  async function plant(set: TestSet, name: string, bytes: number): Promise<void> {
    const body = noise(bytes, 7);
    const lockUntil = Math.floor((await set.store.providerClock()).now / 1000) * 1000 + 60 * dayMs;
    await set.store.put({ name: set.repository.prefix + name, body, sha256: sha256Hex(body), lockUntil });
  }

  async function recoveryOf(set: TestSet): Promise<CleanRequest['recovery']> {
    const store = asReadOnly(set.store);
    return { repository: { ...set.repository, store }, time: await ProviderTime.ask(store, realWorld) };
  }

  async function cleanUp(set: TestSet, request: Partial<CleanRequest> = {}): Promise<Cleaned> {
    return await clean({
      recovery: await recoveryOf(set),
      world: realWorld,
      maintenance: await fixture.withKey('maintenance'),
      lengthen: [],
      ...request,
    });
  }

  it('takes away every marker above what is ours, and no object version', async () => {
    const set = await attackedSet();
    const whole = objectsOf(await rows(set));
    await hideAll(set);
    await hideAll(set);
    const [pack] = (await rows(set)).filter(({ name }) => name.includes('/packs/'));
    const over = pack!.name.slice(set.repository.prefix.length);
    await plant(set, over, 5000);
    await plant(set, 'readme.txt', 7000);
    await plant(set, `packs/00/${'00'.repeat(32)}`, 9000);
    await set.store.hide(`${set.repository.prefix}readme.txt`);
    const before = await rows(set);

    const state = await readCleanState(await recoveryOf(set), {});
    expect(await rows(set)).toEqual(before);
    const names = new Set(whole.map((key) => key.split(' ')[0]));
    expect(state.removable.size).toBe(names.size);
    const { foreignVersions, foreignNames, unneeded } = state.look.garbage;
    expect(foreignVersions.result()).toMatchObject({ versions: 1, bytes: 5000, lockedBytes: 5000 });
    expect(foreignNames.result()).toMatchObject({ versions: 1, bytes: 7000, lockedBytes: 7000 });
    expect(unneeded.result()).toMatchObject({ versions: 1, bytes: 9000, lockedBytes: 9000 });
    expect(state.look.otherMarkers).toBe(1);

    const done = await cleanUp(set);
    // B2 puts no second marker on a name that is hidden.
    const markers = before.filter((row) => row.kind === 'marker').length - 1;
    expect(markers).toBe((kind === 'b2' ? 1 : 2) * names.size);
    expect(done).toMatchObject({
      removed: markers,
      fresh: 0,
      stillMarked: 0,
      refused: [],
      renewed: 0,
    });
    const after = await rows(set);
    expect(objectsOf(after)).toEqual(objectsOf(before));
    expect(after.filter((row) => row.kind === 'marker').map(({ name }) => name)).toEqual([
      `${set.repository.prefix}readme.txt`,
    ]);
    // A plain listing shows the newest of each name: all names of ours are back.
    const plain = after.filter((row) => row.latest && row.kind === 'object').map(({ name }) => name);
    for (const name of names) expect(plain).toContain(name);
    expect(await cleanUp(set)).toMatchObject({ removed: 0, stillMarked: 0 });
    await set.restore();
  });

  it('refuses where a needed version is under no running lock, and lengthens it with a key that may', async () => {
    const set = await attackedSet();
    await hideAll(set);
    await fixture.moveClock(3 * protectDays * dayMs);
    const before = await rows(set);
    await expect(cleanUp(set)).rejects.toMatchObject({
      code: 'clean-unsafe',
      words: expect.stringMatching(
        /^Nothing was removed: \d+ objects that backups need are under no/,
      ) as unknown,
    });
    // The maintenance key itself may not lengthen.
    await expect(cleanUp(set, { lengthen: [await fixture.withKey('maintenance')] })).rejects.toMatchObject({
      code: 'clean-unsafe',
    });
    expect((await rows(set)).map(keyOf)).toEqual(before.map(keyOf));

    const done = await cleanUp(set, { lengthen: [await fixture.withKey('renewal')] });
    expect(done.renewed).toBeGreaterThan(3);
    expect(done.lockedUntil).toBeGreaterThan(done.before.at + (protectDays - 1) * dayMs);
    // Index objects whose locks have ended may have been hidden by Holdfast itself.
    const left = (await rows(set)).filter((row) => row.kind === 'marker');
    expect(left.every(({ name }) => name.startsWith(`${set.repository.prefix}index/`))).toBe(true);
    expect(done.before.givenBack).toBe(left.length);
    expect(done.stillMarked).toBe(0);
  });

  it('says that somebody is still at work', async () => {
    const set = await attackedSet();
    await hideAll(set);
    const [first] = await rows(set);
    const maintenance = await fixture.withKey('maintenance');
    const done = await cleanUp(set, {
      maintenance: changedStore(maintenance, {
        deleteVersions: async (versions) => {
          const refused = await maintenance.deleteVersions(versions);
          await set.store.hide(first!.name);
          return refused;
        },
      }),
    });
    expect(done.stillMarked).toBe(1);
  });

  it('passes over a backup that misses something for good', async () => {
    const set = await attackedSet();
    await hideAll(set);
    await fixture.moveClock(3 * protectDays * dayMs);
    const newest = (await set.snapshots()).at(-1)!;
    await fixture.destroy(set, [newest.parts.at(-1)!.name]);
    const done = await cleanUp(set, { lengthen: [await fixture.withKey('renewal')] });
    expect([...done.before.broken]).toEqual([newest.id]);
    expect(done.before.missing.map(({ name }) => name)).toEqual([newest.parts.at(-1)!.name]);
    expect(done.removed).toBeGreaterThan(5);
  });

  it('refuses where no backup is found', async () => {
    await expect(cleanUp(await fixture.newSet())).rejects.toMatchObject({
      code: 'clean-unsafe',
      words: expect.stringMatching(/no backup of this repository was found here/) as unknown,
    });
  });

  it('refuses where the listing leaves out what is there', async () => {
    const set = await attackedSet();
    const store = changedStore(asReadOnly(set.store), {
      listVersions: async function* (prefix) {
        for await (const page of set.store.listVersions(prefix))
          yield page.filter(({ name }) => !name.includes('/packs/'));
      },
    });
    const recovery = await recoveryOf(set);
    await expect(
      cleanUp(set, { recovery: { ...recovery, repository: { ...recovery.repository, store } } }),
    ).rejects.toMatchObject({
      code: 'clean-unsafe',
      words: expect.stringMatching(/left \d+ objects out of its listing/) as unknown,
    });
  });

  it('asks for a key that may delete', async () => {
    const set = await fixture.newSet();
    await set.backUp();
    await hideAll(set);
    await expect(cleanUp(set, { maintenance: await fixture.withKey('read') })).rejects.toMatchObject({
      code: 'key-insufficient',
    });
  });

  it('destroys nothing even where a listing calls objects markers', async () => {
    const set = await attackedSet();
    const before = await rows(set);
    const lying = changedStore(set.store, {
      listVersions: async function* (prefix) {
        for await (const page of set.store.listVersions(prefix))
          yield page.map((row) => ({ ...row, kind: 'marker' as const }));
      },
    });
    const names = new Map(
      before.map(({ name }) => [name.slice(set.repository.prefix.length), { uploadedAt: 0, markers: 1 }]),
    );
    const done = await removeMarkers({
      repository: { ...set.repository, store: lying },
      maintenance: await fixture.withKey('maintenance'),
      names,
    });
    expect(done.removed).toBe(0);
    expect(done.refused.map(({ code }) => code)).toEqual(before.map(() => 'object-locked'));
    expect((await rows(set)).map(keyOf)).toEqual(before.map(keyOf));
  });

  it('leaves hidden what Holdfast itself gave back', async () => {
    const { set, own } = await letGo(fixture);
    await untilDue(fixture, set);
    await retireSet(set);
    const hidden = await hiddenNames(set);
    expect(hidden).toEqual(expect.arrayContaining([...own]));
    const done = await cleanUp(set, { lengthen: [await fixture.withKey('renewal')] });
    expect(done).toMatchObject({ removed: 0, stillMarked: 0 });
    expect(await hiddenNames(set)).toEqual(hidden);
  });
});

it('sends nothing where a row is an object version', async () => {
  const row: ListedVersion = {
    name: 'a',
    versionId: '1',
    kind: 'marker',
    size: 0,
    uploadedAt: 0,
    latest: true,
    lock: undefined,
  };
  const sent: unknown[] = [];
  const store = {
    deleteVersions: (versions: unknown) => {
      sent.push(versions);
      return Promise.resolve([]);
    },
  };
  await expect(
    deleteMarkers(store, [row, { ...row, versionId: '2', kind: 'object', size: 5 }]),
  ).rejects.toMatchObject({ code: 'bug' });
  expect(sent).toEqual([]);
  await deleteMarkers(store, [row]);
  expect(sent).toEqual([[{ name: 'a', versionId: '1' }]]);
});

it('deletes in one place only', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('testing/'),
  );
  const calls = sources.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/\.(?:deleteVersions?|hide|put)\(/g)].map(
      ([call]) => `${file}${call}`,
    ),
  );
  expect(calls).toEqual(['clean-markers.ts.deleteVersions(']);
});
