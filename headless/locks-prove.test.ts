import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startPracticeVault, type PracticeVault } from '../practice/server/start-practice-vault.ts';
import { createProvisioner } from '../core/storage/provisioning.ts';
import { runHere, type RanHere } from './testing/run-here.ts';

type Environment = Readonly<Record<string, string>>;

let folder: string;
let vault: PracticeVault;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-prove-'));
});
afterEach(async () => {
  await vault.close();
  await rm(folder, { recursive: true, force: true });
});

const bucket = 'proof-bucket';
const home = (): string => join(folder, 'home');
const run = (args: readonly string[], environment: Environment = {}): Promise<RanHere> =>
  runHere(['--home', home(), ...args, '--json'], { HOLDFAST_PASSPHRASE: 'tide', ...environment });
const start = async (liar: boolean): Promise<void> => {
  vault = await startPracticeVault({ dir: join(folder, 'vault'), liar });
};
const setUpKey = (): Environment => ({
  HOLDFAST_SETUP_KEY_ID: vault.keyId,
  HOLDFAST_SETUP_KEY: vault.key,
});
const masterKey = (): Environment => ({
  HOLDFAST_SETUP_KEY_ID: vault.masterKeyId,
  HOLDFAST_SETUP_KEY: vault.masterKey,
});
const soon = { HOLDFAST_PROOF_SECONDS: '3' };
/** Waited for only where the lock holds. */
const aMinute = { HOLDFAST_PROOF_SECONDS: '60' };
const place = (kind: 'b2' | 's3'): string[] => [
  ...(kind === 'b2' ? ['--b2', vault.b2] : ['--s3', vault.s3, '--region', vault.region]),
  '--bucket',
  bucket,
  '--protect',
  '30d',
];

/** As a person makes it on the provider's page: S3 has no way to. */
async function restrictedKey(): Promise<Environment> {
  const provisioner = createProvisioner({ kind: 'b2', endpoint: vault.b2, bucket }, vault);
  await provisioner.ensureLockedBucket();
  const { keyId, key } = await provisioner.createKey('backup', '', 'restricted');
  return { HOLDFAST_KEY_ID: keyId, HOLDFAST_KEY: key };
}

const keys = { b2: (): Promise<Environment> => Promise.resolve({}), s3: restrictedKey };

describe.each(['b2', 's3'] as const)('over %s', (kind) => {
  const powerful = kind === 'b2' ? masterKey : setUpKey;

  test('set-up proves the lock with its key, and the command both halves', async () => {
    await start(false);
    const made = await run(['setup', ...place(kind)], { ...powerful(), ...(await keys[kind]()), ...soon });
    expect([made.code, made.err]).toEqual([0, expect.stringContaining('Proving the lock')]);
    const kept = JSON.parse(await readFile(join(home(), 'upkeep.json'), 'utf8')) as Record<string, object>;
    expect(kept['proofs']).toMatchObject({ lockHalf: { ok: true, verdict: 'ok' }, keyHalf: null });

    const proven = await run(['locks', 'prove'], { ...powerful(), ...soon });
    expect(proven.code).toBe(0);
    expect(proven.json).toMatchObject({
      verdict: 'ok',
      lockHalf: { verdict: 'ok' },
      keyHalf: { verdict: 'ok' },
    });
    const page = await runHere(['--home', home(), 'locks', 'prove'], { HOLDFAST_PASSPHRASE: 'tide' });
    expect([page.code, page.out]).toEqual([0, expect.stringMatching(/refused by the lock/)]);
    expect(page.out).toMatch(/That the lock holds against a key that may delete was proven before\.\n$/);
  });
});

test('over S3 a liar is refused by set-up, and told of by the command where it was set up before', async () => {
  await start(true);
  const environment = { ...setUpKey(), ...(await restrictedKey()) };
  const refused = await run(['setup', ...place('s3')], { ...environment, ...aMinute });
  expect([refused.code, refused.json]).toMatchObject([1, { error: { code: 'locks-not-kept' } }]);
  expect((await run(['setup', ...place('s3')], environment)).code).toBe(0);

  // The stored key may not delete, so by itself it cannot tell.
  expect((await run(['locks', 'prove'], aMinute)).json).toMatchObject({ verdict: 'ok', lockHalf: null });
  const broken = await run(['locks', 'prove'], { ...setUpKey(), ...aMinute });
  expect([broken.code, broken.json]).toMatchObject([
    1,
    { verdict: 'broken', lockHalf: { verdict: 'broken' } },
  ]);
  const page = await runHere(['--home', home(), 'locks', 'prove'], {
    HOLDFAST_PASSPHRASE: 'tide',
    ...setUpKey(),
  });
  expect([page.code, page.out]).toEqual([1, expect.stringMatching(/NOT PROTECTED.*use another\.\n$/)]);
});

test('with a key that can store nothing, nothing is proven: 3', async () => {
  await start(false);
  expect((await run(['setup', ...place('b2')], setUpKey())).code).toBe(0);
  const provisioner = createProvisioner({ kind: 'b2', endpoint: vault.b2, bucket }, vault);
  const { keyId, key } = await provisioner.createKey('read', '', 'reader');
  const ended = await run(['locks', 'prove'], { HOLDFAST_KEY_ID: keyId, HOLDFAST_KEY: key });
  expect([ended.code, ended.json]).toMatchObject([3, { verdict: 'inconclusive' }]);
});

test('on S3 a stored key that may delete proves the lock too, without a set-up key', async () => {
  await start(false);
  const stored = { HOLDFAST_KEY_ID: vault.keyId, HOLDFAST_KEY: vault.key };
  expect((await run(['setup', ...place('s3')], stored)).code).toBe(0);
  const proven = await run(['locks', 'prove'], soon);
  expect([proven.code, proven.json]).toMatchObject([
    0,
    { lockHalf: { verdict: 'ok' }, keyHalf: { verdict: 'ok' } },
  ]);
});
