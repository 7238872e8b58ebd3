import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BackupFixture, laterWorld, noise, type TestSet } from '../../test/backup/backup-fixture.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { ProviderTime } from '../locks/provider-time.ts';
import { noExclusions } from '../source/exclusion.ts';
import { BackupPass } from './backup-pass.ts';
import { LeasedWriter } from './leased-writer.ts';
import { lockPolicy } from '../locks/lock-policy.ts';

const here = new BackupFixture();

async function startPass(set: TestSet, workers = 2): Promise<BackupPass> {
  const ordinals = new SharedArrayBuffer(4);
  new Int32Array(ordinals)[0] = set.catalog.objects.nextId();
  const writer = new LeasedWriter(set.repository, set.catalog, {
    time: await ProviderTime.ask(set.store, laterWorld),
    world: laterWorld,
    policy: lockPolicy(30),
    takeOrdinal: () => Atomics.add(new Int32Array(ordinals), 0, 1),
  });
  return new BackupPass(set.repository, set.catalog, writer, laterWorld, {
    roots: [set.source],
    scan: { rules: noExclusions, never: [], startedNs: BigInt(laterWorld.now()) * 1_000_000n },
    usablePacks: new Uint8Array(1),
    workers,
    packTargetBytes: 50_000,
    ordinals,
  });
}

function someFolders(set: TestSet): void {
  for (const folder of ['a', 'b', 'c']) {
    mkdirSync(set.path(folder));
    for (let file = 0; file < 4; file++) writeFileSync(set.path(folder, `${file}`), noise(30_000, file + 1));
    writeFileSync(set.path(folder, 'own'), noise(30_000, folder.charCodeAt(0)));
  }
}

test('what is there so far can be asked for at any time: only what is uploaded, whatever goes on meanwhile', async () => {
  const set = await here.newSet();
  for (let folder = 10; folder < 40; folder++) {
    mkdirSync(set.path(`${folder}`));
    writeFileSync(set.path(`${folder}`, 'file'), noise(20_000, folder));
  }
  // When the second pack is sent, the first folders have been reported.
  const second = Promise.withResolvers<void>();
  const hold = Promise.withResolvers<void>();
  let packs = 0;
  set.store.onPut = async (request, put) => {
    if (++packs === 2) second.resolve();
    if (packs > 1) await hold.promise;
    return await put(request);
  };
  const pass = await startPass(set, 1);
  await second.promise;
  const partial = pass.soFar().then((tree) => ({
    roots: tree!.roots.length,
    unknown: [...tree!.packs].filter((pack) => set.catalog.objects.byId(pack) === undefined),
  }));
  hold.resolve();
  expect(await partial).toEqual({ roots: 1, unknown: [] });
  await pass.finish();
  await pass.close();
});

test('what is there so far can be asked for twice at once, and while the pass ends', async () => {
  const set = await here.newSet();
  someFolders(set);
  const pass = await startPass(set);
  const [whole] = await Promise.all([pass.finish(), pass.soFar(), pass.soFar()]);
  for (const tree of await Promise.all([pass.soFar(), pass.soFar()]))
    expect(tree!.roots).toEqual(whole.roots);
  await pass.close();
});

test('an upload that fails when all is read already fails the pass, with its own error', async () => {
  const set = await here.newSet();
  someFolders(set);
  set.store.onPut = (request) =>
    Promise.reject(new HoldfastError(request.name.includes('/packs/') ? 'cap-exceeded' : 'bug'));
  const pass = await startPass(set);
  await expect(pass.finish()).rejects.toMatchObject({ code: 'cap-exceeded' });
  await pass.close();
  expect(set.catalog.objects.ofKinds('data', 'tree')).toEqual([]);
  expect(set.catalog.directories.get(set.path('a'))).toBeUndefined();
});
