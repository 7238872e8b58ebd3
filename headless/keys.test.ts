import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPracticeVault, type PracticeVault } from '../practice/server/start-practice-vault.ts';
import { B2Session } from '../test/acceptance/places/b2-session.ts';
import { runHere, type RanHere } from './testing/run-here.ts';

type Environment = Readonly<Record<string, string>>;

let folder: string;
let vault: PracticeVault;
let setUpKey: Environment;
const bucket = 'keys-bucket';

const run = (args: readonly string[], environment: Environment = {}): Promise<RanHere> =>
  runHere(['--home', join(folder, 'home'), 'keys', ...args, '--json'], {
    HOLDFAST_PASSPHRASE: 'tide',
    ...environment,
  });
const s3 = (): string[] => [
  '--s3',
  vault.s3,
  '--region',
  vault.region,
  '--bucket',
  bucket,
  '--prefix',
  'laptop',
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-keys-'));
  vault = await startPracticeVault({ dir: join(folder, 'vault') });
  setUpKey = { HOLDFAST_SETUP_KEY_ID: vault.masterKeyId, HOLDFAST_SETUP_KEY: vault.masterKey };
  const place = ['--b2', vault.b2, '--bucket', bucket, '--prefix', 'laptop', '--protect', '30d'];
  const made = await runHere(['--home', join(folder, 'home'), 'setup', ...place], {
    HOLDFAST_PASSPHRASE: 'tide',
    ...setUpKey,
  });
  expect(made.code).toBe(0);
});
afterAll(async () => {
  await vault.close();
  await rm(folder, { recursive: true, force: true });
});

const asKey = ({ json }: RanHere): Environment => ({
  HOLDFAST_KEY_ID: String(json['keyId']),
  HOLDFAST_KEY: String(json['key']),
});

describe('a key', () => {
  test('is made for a role, and checked over both APIs: B2 tells, S3 is tried', async () => {
    const made = await run(['create', '--role', 'renewal'], setUpKey);
    expect([made.code, Object.keys(made.json)]).toEqual([0, ['keyId', 'key']]);
    const told = await run(['check'], asKey(made));
    expect([told.code, told.json]).toMatchObject([
      0,
      { from: 'provider', roles: ['read', 'renewal'], tooMuch: [] },
    ]);
    const tried = await run(['check', ...s3()], asKey(made));
    expect([tried.code, tried.json]).toMatchObject([
      0,
      {
        from: 'trying',
        may: ['list', 'read', 'read-lock', 'lengthen'],
        tooMuch: [],
        roles: ['read', 'renewal'],
        words: expect.arrayContaining([expect.stringMatching(/may not: .*delete versions/)]) as unknown,
      },
    ]);
  });

  test('that can do too much is told of, over both APIs: 3', async () => {
    const made = await run(['create', '--role', 'maintenance'], setUpKey);
    const told = await run(['check'], asKey(made));
    expect([told.code, told.json]).toMatchObject([
      3,
      { tooMuch: ['deleteFiles'], roles: ['read', 'maintenance'] },
    ]);
    const tried = await run(['check', ...s3()], asKey(made));
    expect([tried.code, tried.json]).toMatchObject([
      3,
      { tooMuch: ['delete'], roles: ['read', 'maintenance'] },
    ]);
  });

  test('that is stored is the one of set-up', async () => {
    expect(await run(['check'])).toMatchObject({
      code: 0,
      json: { roles: ['backup', 'strict-backup', 'read', 'renewal', 'space'] },
    });
  });

  test('takes the place of the stored one, unless it would not do', async () => {
    const before = await run(['check']);
    for (const [role, code] of [
      ['maintenance', 'key-too-powerful'],
      ['renewal', 'key-insufficient'],
    ] as const) {
      const refused = await run(['replace'], asKey(await run(['create', '--role', role], setUpKey)));
      expect([refused.code, refused.json]).toMatchObject([1, { error: { code } }]);
    }
    expect((await run(['check'])).json['keyId']).toBe(before.json['keyId']);
    expect((await run(['replace'])).json).toMatchObject({ error: { code: 'secret-missing' } });
    const made = await run(['create', '--role', 'backup'], setUpKey);
    expect((await run(['replace'], asKey(made))).code).toBe(0);
    expect((await run(['check'])).json['keyId']).toBe(made.json['keyId']);
  });

  test('is shown to people with what it may and where it belongs', async () => {
    const page = await runHere(
      ['--home', join(folder, 'home'), 'keys', 'create', '--role', 'hold'],
      setUpKey,
    );
    expect(page.out).toMatch(
      /^Key id {2}\S+\nKey {5}\S+\nIt may read .* set and lift legal holds\.\nIt sets and lifts legal holds\. Where it belongs: Nowhere/,
    );
  });

  test.each([
    ['an unknown role', ['create', '--role', 'king'], /"king" is no role; there are backup, strict-backup/],
    [
      'S3',
      ['create', '--role', 'read', '--s3', 'https://s3.example.org', '--bucket', 'abc'],
      /keys policy --role read/,
    ],
    ['no bucket', ['create', '--role', 'read', '--b2'], /--bucket/],
    ['B2', ['policy', '--role', 'read'], /keys create --role read/],
    [
      'no period',
      ['policy', '--role', 'read', '--s3', 'https://s3.example.org', '--bucket', 'abc'],
      /--protect/,
    ],
  ])('is not made or described for %s', async (_, args, words) => {
    const ended = await run(args, setUpKey);
    expect([ended.code, ended.json]).toMatchObject([
      2,
      { error: { message: expect.stringMatching(words) as unknown } },
    ]);
  });

  test('is not made without the set-up key', async () => {
    expect(await run(['create', '--role', 'read'])).toMatchObject({
      code: 1,
      json: { error: { code: 'secret-missing' } },
    });
  });
});

test('the policy of a role comes as JSON to paste, bounded by the longest lock', async () => {
  const ended = await run(['policy', '--role', 'backup', ...s3(), '--protect', '30d']);
  expect([ended.code, ended.json['Version']]).toEqual([0, '2012-10-17']);
  expect(ended.out).toContain('"s3:object-lock-remaining-retention-days":"91"');
});

test('the set-up key is said to live, and to be dead once it is', async () => {
  const session = await B2Session.open(vault.b2, vault.keyId, vault.key);
  const { accountId } = session;
  const made = await session.call<{ applicationKeyId: string; applicationKey: string }>('b2_create_key', {
    accountId,
    keyName: 'set-up',
    capabilities: ['listBuckets', 'listFiles', 'writeKeys', 'writeBuckets'],
  });
  const old = { HOLDFAST_SETUP_KEY_ID: made.applicationKeyId, HOLDFAST_SETUP_KEY: made.applicationKey };
  expect(await run(['check', '--set-up-key'], old)).toMatchObject({ code: 3, json: { dead: false } });
  await session.call('b2_delete_key', { applicationKeyId: made.applicationKeyId });
  expect(await run(['check', '--set-up-key'], old)).toMatchObject({ code: 0, json: { dead: true } });
  expect((await run(['check', '--set-up-key'])).json).toMatchObject({ error: { code: 'secret-missing' } });
});

test('the list key is the same each time', async () => {
  const ended = await run(['list-key']);
  expect(ended.json).toEqual({
    repositoryId: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
    listKey: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
  });
  expect((await run(['list-key'])).json).toEqual(ended.json);
});
