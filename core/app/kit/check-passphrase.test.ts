import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPracticeVault, type PracticeVault } from '../../../practice/server/start-practice-vault.ts';
import { realWorld } from '../../system/world.ts';
import { homeAt, type Home } from '../home.ts';
import { joinRepository } from '../join-repository.ts';
import { secretsOfHome } from '../secrets-of-home.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { setUp, type SetUpDone } from '../set-up.ts';
import { storagePlace, type StoragePlace } from '../storage-place.ts';
import { checkPassphrase } from './check-passphrase.ts';
import { opensKeptSlot } from './kept-key-slots.ts';

const passphrase = 'tide and time';

let folder: string;
let vault: PracticeVault;
let place: StoragePlace;
let home: Home;
let done: SetUpDone;
let secrets: Secrets;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-passphrase-'));
  vault = await startPracticeVault({ dir: join(folder, 'vault') });
  home = homeAt(join(folder, 'home'));
  place = storagePlace({ b2: vault.b2, bucket: 'passphrase-bucket' });
  done = await setUp({
    home,
    world: realWorld,
    place,
    protectDays: 1,
    passphrase,
    setUpKey: { keyId: vault.keyId, key: vault.key },
    backupKey: undefined,
    useKeychain: false,
    onMade: () => {},
  });
  secrets = await secretsOfHome(home, () => Promise.resolve(passphrase), realWorld);
});
afterAll(async () => {
  await vault.close();
  await rm(folder, { recursive: true, force: true });
});

const check = (typed: string, settings = done.settings): Promise<void> =>
  checkPassphrase(home, settings, secrets, typed, realWorld);

/** Where nothing answers: whoever asks the provider fails. */
const nowhere = (): SetUpDone['settings'] => ({
  ...done.settings,
  store: { kind: 'b2', endpoint: 'http://127.0.0.1:9', bucket: 'none' },
});

test('the slot that set-up keeps tells the passphrase from another, and asks no provider', async () => {
  expect(await readFile(home.keySlots, 'utf8')).not.toContain(passphrase);
  await check(passphrase, nowhere());
  await expect(check('time and tide', nowhere())).rejects.toMatchObject({ code: 'passphrase-wrong' });
});

test('whoever joins with the passphrase keeps one as well', async () => {
  const joined = homeAt(join(folder, 'joined'));
  await joinRepository({
    home: joined,
    world: realWorld,
    place,
    secret: { passphrase },
    passphrase: () => Promise.resolve(passphrase),
    storageKey: { keyId: vault.keyId, key: vault.key },
    protectDays: 1,
    useKeychain: true,
  });
  await checkPassphrase(joined, nowhere(), secrets, passphrase, realWorld);
});

test('what is kept and cannot be read, or is of another repository, is no answer', async () => {
  const kept = await readFile(home.keySlots, 'utf8');
  const other = { ...done.settings, repositoryId: '0'.repeat(32) };
  expect(await opensKeptSlot(home, other, passphrase)).toBeUndefined();
  for (const broken of [
    '',
    '{',
    '{"version":1,"slots":["AAAA"]}',
    kept.replace('"version":1', '"version":2'),
  ]) {
    await writeFile(home.keySlots, broken);
    expect(await opensKeptSlot(home, done.settings, passphrase)).toBeUndefined();
  }
});

test('then the slots in the bucket are asked', async () => {
  await rm(home.keySlots, { force: true });
  await check(passphrase);
  await expect(check('time and tide')).rejects.toMatchObject({ code: 'passphrase-wrong' });
  const other = { ...done.settings, repositoryId: '0'.repeat(32) };
  await expect(check(passphrase, other)).rejects.toMatchObject({ code: 'passphrase-wrong' });
});
