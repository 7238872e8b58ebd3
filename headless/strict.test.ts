import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayMs } from '../core/locks/period.ts';
import { connectStore } from '../core/storage/connect-store.ts';
import { createProvisioner } from '../core/storage/provisioning.ts';
import type { Role } from '../core/storage/roles.ts';
import { realWorld } from '../core/system/world.ts';
import { startPracticeVault, type PracticeVault } from '../practice/server/start-practice-vault.ts';
import { administer } from '../test/storage/open-practice-subject.ts';
import { runHoldfast, type Ended } from './run-holdfast.ts';

let folder: string;
let vault: PracticeVault;
let made = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-strict-'));
  vault = await startPracticeVault({ dir: join(folder, 'vault') });
  await mkdir(join(folder, 'files'));
  await writeFile(
    join(folder, 'files', 'a'),
    new Uint8Array(10_000).map((_, n) => n * n),
  );
});
afterAll(async () => {
  await vault.close();
  await rm(folder, { recursive: true, force: true });
});

async function vaultNow(): Promise<number> {
  const answer = await fetch(`${vault.b2}/.practice/state`, { headers: { 'x-practice-admin': '1' } });
  return ((await answer.json()) as { readonly now: number }).now;
}

describe.each([
  ['b2', () => ['--b2', vault.b2]],
  ['s3', () => ['--s3', vault.s3]],
] as const)('over %s', (kind, place) => {
  const start = () => {
    const number = ++made;
    const bucket = `strict-${kind}-${number}`;
    const native = { kind: 'b2', endpoint: vault.b2, bucket } as const;
    const provisioner = createProvisioner(native, vault);
    const run = (args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> =>
      runHoldfast([...args, '--json'], {
        HOLDFAST_HOME: join(folder, `home-${number}`),
        HOLDFAST_PASSPHRASE: 'tide and time',
        ...environment,
      });
    const setUp = (environment: Record<string, string>, ...args: readonly string[]): Promise<Ended> =>
      run(['setup', ...place(), '--bucket', bucket, '--protect', '30d', ...args], {
        HOLDFAST_PROOF_SECONDS: '3',
        ...environment,
      });
    const keyOf = async (role: Role): Promise<Record<string, string>> => {
      const { keyId, key } = await provisioner.createKey(role, '', role);
      return { HOLDFAST_KEY_ID: keyId, HOLDFAST_KEY: key };
    };
    const bucketDays = async (): Promise<number | null> => {
      const store = await connectStore(native, vault, realWorld);
      const { defaultRetentionDays } = await store.bucketState();
      await store.close();
      return defaultRetentionDays;
    };
    return { provisioner, run, setUp, keyOf, bucketDays };
  };
  const fullSetUpKey = (): Record<string, string> => ({
    HOLDFAST_SETUP_KEY_ID: vault.keyId,
    HOLDFAST_SETUP_KEY: vault.key,
  });

  test('set-up makes the rule and a key that cannot lengthen; two weeks later all is stored again', async () => {
    const { provisioner, run, setUp, keyOf, bucketDays } = start();
    await provisioner.ensureLockedBucket();
    const keys = kind === 's3' ? await keyOf('strict-backup') : {};
    const done = await setUp({ ...fullSetUpKey(), ...keys }, '--strict');
    expect([done.code, done.json]).toMatchObject([0, { strict: true, warnings: [] }]);
    expect(await bucketDays()).toBe(37);
    if (kind === 'b2') expect(String(done.json['key'])).not.toContain('lengthen');

    const first = await run(['backup', join(folder, 'files')]);
    expect([first.code, first.stderr]).toEqual([0, '']);
    const days = (Date.parse(String(first.json['protectedUntil'])) - (await vaultNow())) / dayMs;
    expect(days).toBeGreaterThan(36.9);
    expect(days).toBeLessThan(37.1);

    await administer(vault, 'clock', { advanceMs: 15 * dayMs });
    const renewal = await run(['locks', 'renew']);
    expect([renewal.code, renewal.json]).toMatchObject([3, { renewed: 0, whole: false }]);
    expect((renewal.json['refused'] as readonly { code: string }[])[0]?.code).toBe('guard-late');
    const late = await run(['backup', join(folder, 'files')]);
    expect([late.code, late.json]).toMatchObject([3, { newBytes: 10_000, renewed: 0 }]);
  });

  test('a longer period raises the rule first, or says what is missing', async () => {
    const { provisioner, run, setUp, keyOf, bucketDays } = start();
    await provisioner.ensureLockedBucket();
    const keys = kind === 's3' ? await keyOf('strict-backup') : {};
    await setUp({ ...fullSetUpKey(), ...keys }, '--strict');
    const longer = ['settings', 'protect', '60d', '--yes'];
    const refused = await run(longer);
    expect([refused.code, refused.stderr]).toMatchObject([1, expect.stringContaining('67 days') as unknown]);
    expect((await run(longer, fullSetUpKey())).json).toMatchObject({ protectDays: 60, before: 30 });
    expect(await bucketDays()).toBe(67);
  });

  test('a key that may lengthen is refused', async () => {
    const { provisioner, setUp, keyOf } = start();
    await provisioner.ensureLockedBucket();
    await provisioner.raiseDefaultRetention(37);
    const refused = await setUp(await keyOf('backup'), '--strict');
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('must not lengthen locks') as unknown,
    ]);
  });

  test('a bucket that does not lock long enough by itself is refused', async () => {
    const { provisioner, setUp, keyOf } = start();
    await provisioner.ensureLockedBucket();
    const key = await keyOf('strict-backup');
    const without = await setUp(key, '--strict');
    expect([without.code, without.stderr]).toEqual([1, expect.stringContaining('does not do so') as unknown]);
    await provisioner.raiseDefaultRetention(30);
    const short = await setUp(key, '--strict');
    expect([short.code, short.stderr]).toEqual([1, expect.stringContaining('does so for 30') as unknown]);
  });

  test('an ordinary set-up in a bucket that locks longer says so, and locks as was asked', async () => {
    const { provisioner, run, setUp, keyOf } = start();
    await provisioner.ensureLockedBucket();
    await provisioner.raiseDefaultRetention(400);
    const done = await setUp(await keyOf('backup'));
    expect([done.code, done.stderr]).toEqual([
      0,
      expect.stringContaining(
        'locks every new object for 400 days by itself, longer than the 30 days',
      ) as unknown,
    ]);
    const { json } = await run(['backup', join(folder, 'files')]);
    expect(Date.parse(String(json['protectedUntil'])) - (await vaultNow())).toBeLessThan(33 * dayMs);
  });
});
