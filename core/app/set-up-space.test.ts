import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startPracticeVault, type PracticeVault } from '../../practice/server/start-practice-vault.ts';
import { createProvisioner } from '../storage/provisioning.ts';
import { realWorld } from '../system/world.ts';
import { homeAt } from './home.ts';
import { setUp, type SetUpRequest } from './set-up.ts';
import { storagePlace, type StoragePlace } from './storage-place.ts';

let folder: string;
let vault: PracticeVault;
let made = 0;
let bucket: string;
let request: SetUpRequest;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-space-'));
  vault = await startPracticeVault({ dir: join(folder, 'vault') });
});
afterAll(async () => {
  await vault.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  bucket = `space-bucket-${++made}`;
  request = {
    home: homeAt(join(folder, bucket)),
    world: realWorld,
    place: storagePlace({ b2: vault.b2, bucket, prefix: 'p' }),
    protectDays: 30,
    passphrase: 'tide and time',
    setUpKey: { keyId: vault.keyId, key: vault.key },
    backupKey: undefined,
    useKeychain: false,
    onMade: () => {},
  };
});

const s3 = (): StoragePlace => storagePlace({ s3: vault.s3, region: vault.region, bucket, prefix: 'p' });

/** What bucket and rules lack, with the most powerful key. */
async function lacking(): Promise<readonly string[]> {
  const findings = await createProvisioner(request.place.store, vault).examineBucket('p/');
  return findings.map(({ what }) => what);
}

test('by hand is what nobody has to ask for: no rule', async () => {
  expect((await setUp(request)).settings).toMatchObject({ space: 'by-hand', ping: null });
  expect(await lacking()).toEqual(['space-rules']);
});

test('automatic sets the rule first, and warns where nobody would notice a thief', async () => {
  const left: string[] = [];
  const done = await setUp({ ...request, space: 'automatic', onMade: (what) => left.push(what) });
  expect(done.settings.space).toBe('automatic');
  expect(done.warnings.map(({ words }) => words).join()).toContain('a thief who hides everything');
  expect(left.join()).toContain('rule');
  expect(await lacking()).toEqual([]);
});

test('automatic beside a ping warns of nothing', async () => {
  const ping = 'https://example.com/ping';
  const done = await setUp({ ...request, space: 'automatic', ping });
  expect(done).toMatchObject({ settings: { ping }, warnings: [] });
});

test('automatic needs a key that may change the bucket', async () => {
  const provisioner = createProvisioner(request.place.store, vault);
  await provisioner.ensureLockedBucket();
  const backupKey = await provisioner.createKey('backup', 'p/', 'backup');
  const without = { ...request, space: 'automatic', setUpKey: undefined, backupKey } as const;
  await expect(setUp(without)).rejects.toMatchObject({
    code: 'secret-missing',
    details: { variable: 'HOLDFAST_SETUP_KEY_ID and HOLDFAST_SETUP_KEY' },
  });
  await expect(setUp({ ...without, place: s3() })).rejects.toMatchObject({
    code: 'key-insufficient',
    words: expect.stringContaining('--space automatic') as string,
  });
  expect((await setUp({ ...without, place: s3(), space: 'by-hand' })).settings.space).toBe('by-hand');
});

test('on S3 the backup key sets the rule where it may', async () => {
  const { settings } = await setUp({
    ...request,
    place: s3(),
    space: 'automatic',
    setUpKey: undefined,
    backupKey: { keyId: vault.keyId, key: vault.key },
  });
  expect(settings.space).toBe('automatic');
  expect(await lacking()).toEqual([]);
});
