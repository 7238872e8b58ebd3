import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPracticeVault, type PracticeVault } from '../../practice/server/start-practice-vault.ts';
import { runBackup } from '../backup/run-backup.ts';
import { listSnapshots, type FoundSnapshot } from '../catalog/snapshots.ts';
import { noExclusions } from '../source/exclusion.ts';
import { realWorld } from '../system/world.ts';
import { homeAt } from './home.ts';
import { openRepositoryForUse, type RepositoryInUse } from './open-repository-for-use.ts';
import { protectedUntil } from './protected-until.ts';
import { setUp } from './set-up.ts';
import { storagePlace } from './storage-place.ts';
import { lockPolicy } from '../locks/lock-policy.ts';

let folder: string;
let vault: PracticeVault;
let inUse: RepositoryInUse;
let snapshot: FoundSnapshot;
let reported: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-protected-'));
  vault = await startPracticeVault({ dir: join(folder, 'vault') });
  await mkdir(join(folder, 'files'));
  await writeFile(join(folder, 'files', 'a'), 'contents');
  const home = homeAt(join(folder, 'home'));
  await setUp({
    home,
    world: realWorld,
    place: storagePlace({ b2: vault.b2, bucket: 'protected-until' }),
    protectDays: 30,
    passphrase: 'tide and time',
    setUpKey: { keyId: vault.keyId, key: vault.key },
    backupKey: undefined,
    useKeychain: false,
    kitFile: undefined,
    onMade: () => {},
  });
  inUse = await openRepositoryForUse({
    home,
    world: realWorld,
    passphrase: () => Promise.resolve('tide and time'),
  });
  const { repository, catalog } = inUse;
  const request = {
    host: 'h',
    user: 'u',
    platform: process.platform,
    program: 'test',
    policy: lockPolicy(30),
  };
  const report = await runBackup({
    repository,
    catalog,
    request: { ...request, paths: [join(folder, 'files')], rules: noExclusions, never: [] },
    world: realWorld,
  });
  reported = report.protectedUntil;
  const [only] = (await listSnapshots(repository, catalog)).snapshots;
  if (!only) throw new Error('no snapshot');
  snapshot = only;
});
afterAll(async () => {
  await inUse.close();
  await vault.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = async (): Promise<number | undefined> =>
  (await protectedUntil(inUse.repository, inUse.catalog, [snapshot])).get(snapshot.id);

test('it is the date that the backup promised', async () => {
  expect(await ask()).toBe(reported);
});

test('it asks the provider nothing the second time', async () => {
  await ask();
  const before = inUse.meter.snapshot().calls.get;
  expect(await ask()).toBe(reported);
  expect(inUse.meter.snapshot().calls.get).toBe(before);
});

test('one needed object without a confirmed date, and nothing is promised', async () => {
  const [pack] = inUse.catalog.objects.ofKinds('data');
  inUse.catalog.objects.strike(pack?.id ?? 0);
  expect(await ask()).toBe(0);
});
