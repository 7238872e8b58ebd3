import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPracticeVault, type PracticeVault } from '../practice/server/start-practice-vault.ts';
import { B2Session } from '../test/acceptance/places/b2-session.ts';
import { runHere, type RanHere } from './testing/run-here.ts';

type Environment = Readonly<Record<string, string>>;

const bucket = 'clean-bucket';
let folder: string;
let vault: PracticeVault;
let session: B2Session;
let bucketId: string;
let setUpKey: Environment;

const at = (name: string): string => join(folder, name);

const clean = (how: string, environment: Environment): Promise<RanHere> =>
  runHere(['recover', 'clean', '--kit', at('kit.txt'), `--${how}`, '--json'], environment);

async function newKey(role: string, prefix: '' | 'MAINTENANCE_' = ''): Promise<Environment> {
  const place = ['--b2', vault.b2, '--bucket', bucket, '--prefix', 'laptop'];
  const { json } = await runHere(['keys', 'create', ...place, '--role', role, '--json'], setUpKey);
  return {
    [`HOLDFAST_${prefix}KEY_ID`]: String(json['keyId']),
    [`HOLDFAST_${prefix}KEY`]: String(json['key']),
  };
}

type Row = { readonly fileName: string; readonly fileId: string; readonly action: string };

async function rows(): Promise<readonly Row[]> {
  const { files } = await session.call<{ files: Row[] }>('b2_list_file_versions', {
    bucketId,
    maxFileCount: 1000,
  });
  return files;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-clean-'));
  vault = await startPracticeVault({ dir: at('vault') });
  setUpKey = { HOLDFAST_SETUP_KEY_ID: vault.masterKeyId, HOLDFAST_SETUP_KEY: vault.masterKey };
  await mkdir(at('files'));
  await writeFile(join(at('files'), 'a'), 'kept\n'.repeat(5000));
  const home = ['--home', at('home')];
  const place = ['--b2', vault.b2, '--bucket', bucket, '--prefix', 'laptop', '--protect', '30d'];
  const secrets = { HOLDFAST_PASSPHRASE: 'tide', ...setUpKey };
  expect((await runHere([...home, 'setup', ...place, '--kit', at('kit.txt')], secrets)).code).toBe(0);
  expect((await runHere([...home, 'backup', at('files')], { HOLDFAST_PASSPHRASE: 'tide' })).code).toBe(0);
  session = await B2Session.open(vault.b2, vault.masterKeyId, vault.masterKey);
  const { buckets } = await session.call<{ buckets: { bucketId: string }[] }>('b2_list_buckets', {
    accountId: session.accountId,
  });
  bucketId = buckets[0]!.bucketId;
});
afterAll(async () => {
  await vault.close();
  await rm(folder, { recursive: true, force: true });
});

test('the plan writes nothing and says what is hidden, what else is there and what it costs', async () => {
  for (const { fileName } of await rows()) await session.call('b2_hide_file', { bucketId, fileName });
  await session.upload(bucketId, 'laptop/ransom.txt', 'pay\n'.repeat(100));
  const before = await rows();
  const read = await newKey('read');
  const { code, json } = await clean('plan', read);
  expect(code).toBe(0);
  expect(json).toMatchObject({
    how: 'plan',
    writes: 0,
    snapshots: 1,
    kept: 1,
    hidden: 7,
    invisible: 7,
    markers: 7,
    lapsed: 0,
    missing: 0,
    garbage: { foreignNames: { versions: 1, bytes: 400, freeBytes: 400, lockedBytes: 0 } },
    newestMarker: expect.stringMatching(/^20/) as unknown,
  });
  expect(await rows()).toEqual(before);
  const people = await runHere(['recover', 'clean', '--kit', at('kit.txt'), '--plan'], read);
  expect(people.out).toMatch(/^7 objects that your backups need or Holdfast uses lie under 7 markers\./);
  expect(people.out).toContain("the intruder's key may still work");
});

test('asks for what it needs', async () => {
  expect((await clean('execute', await newKey('read'))).json).toMatchObject({
    error: { code: 'secret-missing' },
  });
  expect((await clean('execute', await newKey('read', 'MAINTENANCE_'))).json).toMatchObject({
    error: { code: 'key-insufficient' },
  });
  const { code, err } = await runHere(['recover', 'clean', '--kit', at('kit.txt')], {});
  expect([code, err]).toEqual([2, expect.stringMatching(/--plan to see/)]);
});

test('with a maintenance key alone all is visible again, and not one object is gone', async () => {
  const objects = (await rows()).filter(({ action }) => action === 'upload');
  const maintenance = await newKey('maintenance', 'MAINTENANCE_');
  const done = await clean('execute', maintenance);
  expect(done).toMatchObject({
    code: 0,
    json: { how: 'execute', removed: 7, refused: [], stillMarked: 0, intruderAtWork: false, writes: 1 },
  });
  expect(await rows()).toEqual(objects);
  const again = await clean('execute', maintenance);
  expect(again).toMatchObject({ code: 0, json: { removed: 0, writes: 0 } });
});
