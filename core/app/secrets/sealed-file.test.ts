import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realWorld } from '../../system/world.ts';
import { sealedFile } from './sealed-file.ts';
import type { SecretPlace } from './secrets.ts';

const secrets = {
  masterKey: new Uint8Array(32).fill(7),
  backupKey: { keyId: 'K00123', key: 'a very secret storage key' },
};

/** Windows has no such bits. */
const ownerOnly: unknown = process.platform === 'win32' ? expect.any(Number) : 0o600;

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-secrets-'));
  path = join(folder, 'secrets.sealed');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const place = (passphrase: string, repositoryId = 'r1'): SecretPlace =>
  sealedFile({ path, repositoryId, passphrase: () => Promise.resolve(passphrase), world: realWorld });

test('secrets come back under the passphrase and are nowhere in the clear', async () => {
  await place('tide and time').write(secrets);
  expect(await place('tide and time').read()).toEqual(secrets);
  const text = await readFile(path, 'utf8');
  expect(text).not.toContain('secret storage key');
  expect(text).not.toContain('K00123');
  expect((await stat(path)).mode & 0o777).toEqual(ownerOnly);
});

test('a wrong passphrase and another repository do not open it', async () => {
  await place('tide and time').write(secrets);
  await expect(place('time and tide').read()).rejects.toMatchObject({ code: 'passphrase-wrong' });
  await expect(place('tide and time', 'r2').read()).rejects.toMatchObject({ code: 'passphrase-wrong' });
});

test('without a file nothing is asked', async () => {
  const asked = sealedFile({
    path,
    repositoryId: 'r1',
    passphrase: () => Promise.reject(new Error('asked')),
    world: realWorld,
  });
  expect(await asked.read()).toBeUndefined();
});

test('a damaged file, and one whose cost is outside the bounds, is refused before any work', async () => {
  await place('tide and time').write(secrets);
  const whole = JSON.parse(await readFile(path, 'utf8')) as { argon2id: object };
  await writeFile(path, JSON.stringify({ ...whole, argon2id: { ...whole.argon2id, memoryMiB: 4096 } }));
  await expect(place('tide and time').read()).rejects.toMatchObject({ code: 'home-damaged' });
  await writeFile(path, '{');
  await expect(place('tide and time').read()).rejects.toMatchObject({ code: 'home-damaged' });
});
