import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPracticeVault, type PracticeVault } from '../practice/server/start-practice-vault.ts';
import { createProvisioner } from '../core/storage/provisioning.ts';
import { B2Session } from '../test/acceptance/places/b2-session.ts';
import { runHere, type RanHere } from './testing/run-here.ts';

type Environment = Readonly<Record<string, string>>;

const bucket = 'move-bucket';
const contents = 'what the thief may read for ever\n'.repeat(500);

/** [what, state] of each thing to do. */
const states = ({ json }: RanHere): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (json['todo'] as { what: string; state: string }[]).map(({ what, state }) => [what, state]),
  );

const asKey = ({ json }: RanHere): Environment => ({
  HOLDFAST_KEY_ID: String(json['keyId']),
  HOLDFAST_KEY: String(json['key']),
});

describe.each(['b2', 's3'] as const)('move over %s', (kind) => {
  let folder: string;
  let vault: PracticeVault;
  let setUpKey: Environment;
  let session: B2Session;

  const at = (name: string): string => join(folder, name);
  const old = { HOLDFAST_PASSPHRASE: 'old' };
  const both = { ...old, HOLDFAST_NEW_PASSPHRASE: 'new' };
  const run = (home: string, args: readonly string[], environment: Environment = {}): Promise<RanHere> =>
    runHere(['--home', at(home), ...args, '--json'], environment);
  const place = (prefix: string): string[] => [
    ...(kind === 'b2' ? ['--b2', vault.b2] : ['--s3', vault.s3, '--region', vault.region]),
    '--bucket',
    bucket,
    '--prefix',
    prefix,
  ];
  const newKey = async (role: string, prefix: string): Promise<Environment> => {
    const native = ['--b2', vault.b2, '--bucket', bucket, '--prefix', prefix];
    return asKey(await run('none', ['keys', 'create', ...native, '--role', role], setUpKey));
  };
  /** B2 makes the key of a set-up by itself. */
  const keyFor = async (prefix: string): Promise<Environment> =>
    kind === 'b2' ? setUpKey : await newKey('backup', prefix);
  const moveTo = (home: string, prefix: string, environment: Environment): Promise<RanHere> =>
    run('old', ['move', '--to-home', at(home), ...place(prefix)], environment);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-move-'));
    vault = await startPracticeVault({ dir: at('vault') });
    setUpKey = { HOLDFAST_SETUP_KEY_ID: vault.masterKeyId, HOLDFAST_SETUP_KEY: vault.masterKey };
    await mkdir(at('files'));
    await writeFile(join(at('files'), 'a'), contents);
    const { masterKeyId: keyId, masterKey: key } = vault;
    session = await B2Session.open(vault.b2, keyId, key);
    const maker = createProvisioner({ kind: 'b2', endpoint: vault.b2, bucket }, { keyId, key });
    await maker.ensureLockedBucket();
    await maker.close();
    const made = await run('old', ['setup', ...place('laptop'), '--protect', '40d'], {
      ...old,
      ...(await keyFor('laptop')),
    });
    expect(made.code).toBe(0);
    expect((await run('old', ['settings', 'retention', 'lean'], old)).code).toBe(0);
    expect((await run('old', ['backup', at('files')], old)).code).toBe(0);
  });
  afterAll(async () => {
    await vault.close();
    await rm(folder, { recursive: true, force: true });
  });

  // One store is enough where nothing is asked of it.
  test.runIf(kind === 'b2')('refuses what would not be new', async () => {
    const key = await keyFor('fresh');
    const words = async (home: string, prefix: string, environment: Environment): Promise<string> => {
      const { code, err } = await moveTo(home, prefix, environment);
      expect(code).toBe(2);
      return err.trimEnd().split('\n').at(-1) ?? '';
    };
    expect(await words('new', 'fresh', { ...both, ...key, HOLDFAST_NEW_PASSPHRASE: 'old' })).toMatch(
      /the old passphrase/,
    );
    expect(await words('new', 'laptop/inside', { ...both, ...key })).toMatch(/The old storage key reaches/);
    expect(await words('old', 'fresh', { ...both, ...key })).toMatch(/another folder/);
    const { err } = await run('old', ['move', '--check'], both);
    expect(err).toMatch(/have not been moved/);
    const settings = JSON.parse(await readFile(join(at('old'), 'settings.json'), 'utf8')) as object;
    expect(settings).not.toHaveProperty('ended');
  });

  test('moves, and the old home goes on in all but backups', async () => {
    const key = await keyFor('fresh');
    const moved = await moveTo('new', 'fresh', { ...both, ...key });
    expect(moved.err).toContain('recovery words were not shown');
    expect(moved).toMatchObject({ code: 0, json: { made: true, protectDays: 40, home: at('new') } });

    const refused = await run('old', ['backup', at('files')], old);
    expect(refused).toMatchObject({ code: 1, json: { error: { code: 'home-ended' } } });
    expect(refused.err).toContain(`holdfast --home ${at('new')} backup`);

    expect(await readFile(join(at('new'), 'decisions.json'), 'utf8')).toContain('"daily": 7');
    expect((await run('new', ['backup', at('files')], { HOLDFAST_PASSPHRASE: 'new' })).json).toMatchObject({
      newBytes: contents.length,
    });
    for (const [home, environment] of [
      ['old', old],
      ['new', { HOLDFAST_PASSPHRASE: 'new' }],
    ] as const) {
      const to = at(`back-${home}`);
      expect((await run(home, ['restore', 'latest', '--to', to], environment)).code).toBe(0);
      expect(await readFile(join(to, 'files', 'a'), 'utf8')).toBe(contents);
    }
    const after = await run('new', ['snapshots'], { HOLDFAST_PASSPHRASE: 'new' });
    expect(after.json).toMatchObject({ ended: null, earlier: [{ prefix: 'laptop/', home: at('old') }] });
    const before = await run('old', ['status'], old);
    expect(before.json).toMatchObject({ ended: { prefix: 'fresh/', home: at('new') }, earlier: [] });
    const settings = await readFile(join(at('old'), 'settings.json'), 'utf8');
    const earlier = await readFile(join(at('new'), 'earlier.json'), 'utf8');
    expect(settings + earlier).not.toContain(String(key['HOLDFAST_KEY']));
  });

  test('shares no object and no id with the old repository', async () => {
    const [found] = (
      await session.call<{ buckets: { bucketId: string }[] }>('b2_list_buckets', {
        accountId: session.accountId,
      })
    ).buckets;
    const names = async (prefix: string): Promise<readonly string[]> => {
      const { files } = await session.call<{ files: { fileName: string }[] }>('b2_list_file_versions', {
        bucketId: found!.bucketId,
        prefix,
        maxFileCount: 1000,
      });
      return files.map(({ fileName }) => fileName.slice(prefix.length));
    };
    const [before, after] = [await names('laptop/'), await names('fresh/')];
    expect(after.length).toBeGreaterThan(4);
    expect(before.filter((name) => after.includes(name))).toEqual([]);
  });

  test.runIf(kind === 'b2')('can be cut short anywhere and run again', async () => {
    const settings = join(at('old'), 'settings.json');
    const { ended: _, ...before } = JSON.parse(await readFile(settings, 'utf8')) as Record<string, unknown>;
    await writeFile(settings, JSON.stringify(before));
    await rm(join(at('new'), 'earlier.json'));
    const again = await moveTo('new', 'fresh', both);
    expect(again).toMatchObject({ code: 0, json: { made: false } });
    const once = JSON.parse(await readFile(settings, 'utf8')) as unknown;
    const third = await moveTo('new', 'fresh', both);
    expect(third).toMatchObject({ code: 0, json: { made: false, endedOn: again.json['endedOn'] } });
    expect(JSON.parse(await readFile(settings, 'utf8'))).toEqual(once);
    expect((await moveTo('elsewhere', 'third', { ...both, ...(await keyFor('third')) })).err).toContain(
      'already go to',
    );
    await cp(at('old'), at('copy'), { recursive: true });
    expect((await moveTo('copy', 'fresh', both)).json).toMatchObject({ error: { code: 'home-exists' } });
  });

  test('looks how far the move is', async () => {
    const first = await run('old', ['move', '--check'], both);
    expect(first.code).toBe(3);
    expect(states(first)).toEqual({
      'old-key': 'alarm',
      'renewal-key': 'open',
      'old-backups': 'done',
      kit: 'open',
      'first-backup': 'done',
      login: 'yours',
    });
    const renewal = await newKey('renewal', 'laptop');
    const read = await newKey('read', 'laptop');
    expect((await run('old', ['keys', 'replace'], { ...old, ...read })).json).toMatchObject({
      error: { code: 'key-insufficient' },
    });
    expect((await run('old', ['keys', 'replace'], { ...old, ...renewal })).code).toBe(0);
    await deleteKeys(session, (name) => /^holdfast-(backup-)?move-bucket-laptop$/.test(name));
    const words = await run('old', ['move', '--check'], both);
    expect(states(words)).toMatchObject({ 'old-key': 'done', 'renewal-key': 'done', 'old-backups': 'done' });
    // Known from then on, without the key.
    expect(states(await run('old', ['move', '--check'], both))['old-key']).toBe('done');
    expect((await run('old', ['locks', 'renew'], old)).code).toBe(0);
  });

  test.runIf(kind === 'b2')('says what it cannot know', async () => {
    await rm(at('new'), { recursive: true });
    const looked = await run('old', ['move', '--check'], old);
    expect(states(looked)).toMatchObject({ 'first-backup': 'unknown', kit: 'yours' });
  });
});

/** As a person does on the provider's page. */
async function deleteKeys(session: B2Session, isMeant: (name: string) => boolean): Promise<void> {
  const { accountId } = session;
  const { keys } = await session.call<{ keys: { applicationKeyId: string; keyName: string }[] }>(
    'b2_list_keys',
    { accountId, maxKeyCount: 100 },
  );
  const meant = keys.filter(({ keyName }) => isMeant(keyName));
  expect(meant).toHaveLength(1);
  for (const { applicationKeyId } of meant) await session.call('b2_delete_key', { applicationKeyId });
}
