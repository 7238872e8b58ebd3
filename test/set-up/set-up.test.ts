import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { homeAt } from '../../core/app/home.ts';
import { fingerprint } from '../../core/crypto/keys.ts';
import { wordsToMaster } from '../../core/crypto/recovery-words.ts';
import { createProvisioner } from '../../core/storage/provisioning.ts';
import { passphrase, SetUpScene } from './set-up-scene.ts';

let scene: SetUpScene;
afterEach(() => scene.end());

const stepsOf = (view: { readonly check: unknown }): unknown =>
  (view.check as { steps: { step: string; ok: boolean | null }[] } | null)?.steps.map(({ step, ok }) => [
    step,
    ok,
  ]);

describe('with a set-up key on B2', () => {
  test('the wizard makes bucket, key and set, backs up, and leaves no secret anywhere', async () => {
    scene = await SetUpScene.make({ HOLDFAST_PROOF_SECONDS: '3' });
    const words = await scene.fill(scene.b2(), scene.powerful);
    const checked = await scene.call('setup.check-storage', {});
    expect(checked.check?.willMake).toEqual(['bucket', 'key']);
    expect(stepsOf(checked)).toEqual([
      ['reachable', true],
      ['key', true],
      ['bucket', true],
      ['lock', true],
      ['rights', true],
      ['clock', true],
    ]);
    const view = await scene.commit();
    expect(view).toMatchObject({
      committed: true,
      set: 'main',
      leftBehind: [],
      done: { proof: 'proven', setUpKeyDead: false, kitOpened: false },
    });
    expect(view.done?.keyWords.words).toContain('It can delete nothing');
    expect(await scene.ended(({ kind }) => kind === 'backup')).toMatchObject({ state: 'done' });

    expect((await scene.call('setup.check-key-dead', {})).done?.setUpKeyDead).toBe(false);
    const opening = await scene.ask('kit-open', 'main');
    expect(await scene.give(opening, { words: words.join(' ') })).toMatchObject({
      step: 'done',
      error: null,
    });
    expect((await scene.call('setup.view', {})).done?.kitOpened).toBe(true);

    const told = `${JSON.stringify(scene.said)}\n${await scene.onDisk()}`;
    for (const secret of secretsOf(words, scene)) expect(told).not.toContain(secret);
  });

  test('the search for secrets finds each where one is planted', async () => {
    scene = await SetUpScene.make();
    const words = await scene.fill(scene.b2(), scene.powerful);
    for (const secret of secretsOf(words, scene)) {
      await writeFile(join(scene.appFolder, 'planted.txt'), `x${secret}x`);
      expect(await scene.onDisk()).toContain(secret);
      expect(JSON.stringify([...scene.said, { ok: true, value: secret }])).toContain(secret);
    }
  });

  test('the set-up key is seen dead once the provider refuses it, and is gone from memory', async () => {
    scene = await SetUpScene.make();
    const made = await masterLike(scene, allOfSetUp);
    await scene.fill(scene.b2(), made);
    expect((await scene.commit()).job).toMatchObject({ error: null });
    await deleteKey(scene, made.keyId);
    expect(await scene.call('setup.check-key-dead', {})).toMatchObject({
      hasStorageKey: false,
      done: { setUpKeyDead: true },
    });
    await scene.call('setup.leave', {});
    expect(await scene.call('setup.view', {})).toMatchObject({ draft: {}, set: null, done: null });
  });

  test('half an hour after the commit the set-up key is forgotten, whoever still has the wizard open', async () => {
    scene = await SetUpScene.make();
    await scene.fill(scene.b2(), scene.powerful);
    scene.hurry = true;
    expect(await scene.commit()).toMatchObject({
      committed: true,
      hasStorageKey: false,
      done: { setUpKeyDead: false },
    });
    expect((await scene.refused('setup.check-key-dead', {})).code).toBe('set-up-key-forgotten');
    await scene.restart();
    expect(await scene.call('setup.view', {})).toMatchObject({ set: 'main', done: { setUpKeyDead: false } });
    expect((await scene.call('app.state', {})).setUpBegun).toBe(true);
    await scene.call('set.forget', { set: 'main' });
    expect(await scene.call('setup.view', {})).toMatchObject({ draft: {}, set: null, done: null });
  });

  test('the check says what a set-up key lacks, before anything is made', async () => {
    scene = await SetUpScene.make();
    const lacking = await masterLike(
      scene,
      allOfSetUp.filter((one) => one !== 'writeKeys' && one !== 'writeBucketRetentions'),
    );
    await scene.fill(scene.b2(), lacking);
    expect((await scene.call('setup.check-storage', {})).check?.error).toMatchObject({
      code: 'key-insufficient',
      details: { capability: 'writeKeys, writeBucketRetentions' },
    });
  });

  test('a connection that breaks while the key is made loses nothing: the next try goes on', async () => {
    scene = await SetUpScene.make();
    await scene.fill(scene.b2(), scene.powerful);
    await scene.faults({
      match: { operation: 'b2_create_key' },
      times: 100,
      action: { kind: 'drop-before' },
    });
    expect(await scene.commit()).toMatchObject({
      committed: false,
      hasStorageKey: true,
      kitConfirmed: true,
      job: { state: 'failed', error: { code: 'network-unreachable' } },
      leftBehind: [{ said: { code: 'left-bucket', name: 'harbour-bucket' } }],
    });
    await scene.faults();
    expect(await scene.commit()).toMatchObject({ committed: true, leftBehind: [], set: 'main' });
  });

  test('where it breaks after the repository was made, the next try joins it with the same kit', async () => {
    scene = await SetUpScene.make();
    const words = await scene.fill(scene.b2(), scene.powerful);
    await scene.faults({ match: { key: 'laptop/repository/' }, times: 500, action: { kind: 'drop-after' } });
    const failed = await scene.commit();
    expect(failed).toMatchObject({ committed: false, kitConfirmed: true, job: { state: 'failed' } });
    await scene.faults();
    expect(await scene.commit()).toMatchObject({ committed: true, set: 'main' });
    await scene.ended(({ kind }) => kind === 'backup');
    const opening = await scene.ask('kit-open', 'main');
    expect(await scene.give(opening, { words: words.join(' ') })).toMatchObject({ step: 'done' });
  });
});

describe('with a key made by hand', () => {
  test.each(['b2', 's3'] as const)('%s: the key is judged, kept, and backs up', async (kind) => {
    scene = await SetUpScene.make();
    const key = await keyByHand(scene, 'backup');
    await scene.fill(kind === 'b2' ? scene.b2({ key: 'storage' }) : scene.s3('harbour-bucket'), key);
    const checked = await scene.call('setup.check-storage', {});
    expect(checked.check).toMatchObject({ error: null, willMake: [] });
    expect(stepsOf(checked)).toContainEqual(['rights', kind === 'b2' ? true : null]);
    expect(await scene.commit()).toMatchObject({ committed: true, done: { setUpKeyDead: null } });
    expect(await scene.ended((job) => job.kind === 'backup')).toMatchObject({ state: 'done' });
    // Nothing refers to it any more but the home of the set.
    expect((await scene.call('setup.view', {})).hasStorageKey).toBe(false);
    await scene.restart();
    expect(await scene.call('setup.view', {})).toMatchObject({ draft: {}, committed: false, done: null });
  });

  test('one that can do too much is refused by the check, and by the commit', async () => {
    scene = await SetUpScene.make();
    await keyByHand(scene, 'backup');
    await scene.fill(scene.b2({ key: 'storage' }), scene.powerful);
    const { check } = await scene.call('setup.check-storage', {});
    expect(check).toMatchObject({ error: { code: 'key-too-powerful' } });
    expect(check?.steps.at(-1)).toMatchObject({ step: 'rights', ok: false });
    expect((await scene.commit()).job).toMatchObject({
      state: 'failed',
      error: { code: 'key-too-powerful' },
    });
    expect(await readdir(scene.appFolder)).not.toContain('settings.json');
  });

  test('a bucket without a lock is refused, and nothing is changed in it', async () => {
    scene = await SetUpScene.make();
    await bucketWithoutLock(scene);
    await scene.fill(scene.b2({ bucket: 'bare-bucket' }), scene.powerful);
    const { check } = await scene.call('setup.check-storage', {});
    expect(check).toMatchObject({ error: { code: 'bucket-not-locked' } });
    expect(check?.steps.at(-1)).toMatchObject({ step: 'lock', ok: false });
    expect((await scene.commit()).job?.error).toMatchObject({ code: 'bucket-not-locked' });
  });

  test.each(['b2', 's3'] as const)(
    '%s: a wrong key is said to be wrong, an address where nobody is too',
    async (kind) => {
      scene = await SetUpScene.make();
      const storage = kind === 'b2' ? scene.b2({ key: 'storage' }) : scene.s3('harbour-bucket');
      await scene.call('setup.change', { storage: storage! });
      expect((await scene.refused('setup.check-storage', {})).code).toBe('set-up-incomplete');
      await scene.giveKey({ ...scene.powerful, key: 'mistyped' });
      const { check } = await scene.call('setup.check-storage', {});
      expect(check).toMatchObject({ error: { code: 'key-invalid' } });
      expect(check?.steps).toMatchObject([
        { step: 'reachable', ok: true },
        { step: 'key', ok: false },
      ]);
      await scene.vault.close();
      expect((await scene.call('setup.check-storage', {})).check).toMatchObject({
        error: { code: 'network-unreachable' },
        steps: [{ step: 'reachable', ok: false }],
      });
    },
  );
});

test.skipIf(process.platform !== 'linux')(
  'where no keychain answers the keys are in a file under the passphrase, and that is said',
  async () => {
    vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nowhere');
    scene = await SetUpScene.make({ KEYCHAIN: 'on' });
    await scene.fill({ kind: 'practice' }, undefined);
    const { done } = await scene.commit();
    expect(done?.warnings.map(({ said }) => said?.code)).toContain('set-up-in-file');
    expect((await scene.call('set.settings', { set: 'main' })).facts.secrets).toBe('sealed-file');
    vi.unstubAllEnvs();
  },
);

test('a practice vault takes one click: no key is asked for', async () => {
  scene = await SetUpScene.make();
  await scene.fill({ kind: 'practice' }, undefined);
  expect(await scene.call('setup.check-storage', {})).toMatchObject({
    hasStorageKey: true,
    check: { error: null, willMake: ['bucket', 'key'] },
  });
  const { check } = await scene.call('setup.change', { space: 'automatic' });
  expect(check?.willMake).toEqual(['bucket', 'key', 'rule']);
  expect(await scene.commit()).toMatchObject({ committed: true, done: { setUpKeyDead: null } });
  expect(await scene.ended(({ kind }) => kind === 'backup')).toMatchObject({ state: 'done' });
  expect((await scene.call('set.settings', { set: 'main' })).facts).toMatchObject({ storage: 'practice' });
});

test('after a restart in the middle the pages are there, and what was secret is asked for again', async () => {
  scene = await SetUpScene.make();
  const before = await scene.fill(scene.b2(), scene.powerful);
  await scene.call('setup.change', { page: 'commit' });
  await scene.restart();
  const view = await scene.call('setup.view', {});
  expect(view).toMatchObject({
    draft: { name: 'Laptop', page: 'commit', protectDays: 30 },
    hasStorageKey: false,
    hasPassphrase: false,
    kitConfirmed: false,
  });
  expect((await scene.call('app.state', {})).setUpBegun).toBe(true);
  expect((await scene.refused('setup.commit', {})).code).toBe('set-up-incomplete');
  await scene.giveKey(scene.powerful);
  expect((await scene.refused('setup.commit', {})).code).toBe('set-up-incomplete');
  expect(await scene.takeKit()).not.toEqual(before);
  expect(await scene.commit()).toMatchObject({ committed: true });
});

test('an engine that ends in the middle of the commit leaves a set that the kit opens, or none', async () => {
  scene = await SetUpScene.make();
  const words = await scene.fill(scene.b2(), scene.powerful);
  await scene.call('setup.commit', {});
  await scene.restart();
  const settings = await readFile(homeAt(scene.appFolder).settings, 'utf8').catch(() => undefined);
  const made = settings === undefined ? undefined : (JSON.parse(settings) as { fingerprint: string });
  expect([undefined, fingerprint(wordsToMaster(words.join(' ')))]).toContain(made?.fingerprint);
});

test('a second commit is refused while the first runs and after it; pages before are closed', async () => {
  scene = await SetUpScene.make();
  await scene.fill(scene.b2(), scene.powerful);
  const { job } = await scene.call('setup.commit', {});
  expect((await scene.refused('setup.commit', {})).code).toBe('set-up-running');
  expect((await scene.refused('setup.change', { protectDays: 7 })).code).toBe('set-up-running');
  expect((await scene.refused('setup.leave', {})).code).toBe('set-up-running');
  await scene.ended(({ id }) => id === job?.id);
  expect((await scene.refused('setup.commit', {})).code).toBe('set-up-committed');
  expect((await scene.refused('setup.change', { protectDays: 7 })).code).toBe('set-up-committed');
  expect((await scene.call('setup.change', { page: 'proof' })).draft.page).toBe('proof');
});

test('another bucket makes the kit another one; another prefix keeps the key', async () => {
  scene = await SetUpScene.make();
  await scene.fill(scene.b2(), scene.powerful);
  const view = await scene.call('setup.change', { storage: scene.b2({ prefix: 'desk' })! });
  expect(view).toMatchObject({ hasStorageKey: true, hasPassphrase: false, kitConfirmed: false });
  const other = await scene.call('setup.change', { storage: scene.s3('elsewhere')! });
  expect(other).toMatchObject({ hasStorageKey: false });
});

test('a draft that cannot be read is set aside, and the set-up begins anew', async () => {
  scene = await SetUpScene.make();
  await scene.call('setup.change', { name: 'Laptop' });
  await writeFile(join(scene.appFolder, 'set-up.json'), '{ "version": 1, "draft": { "name"');
  await scene.restart();
  expect((await scene.call('setup.view', {})).draft).toEqual({});
  const aside = (await readdir(scene.appFolder)).find((name) => name.startsWith('set-up.json.broken-'));
  expect(await readFile(join(scene.appFolder, aside ?? ''), 'utf8')).toContain('"draft"');
});

test('folders of the person are suggested, and measured in the background', async () => {
  scene = await SetUpScene.make();
  const documents = async (): Promise<number | null | undefined> =>
    (await scene.call('setup.folders', {})).find(({ kind }) => kind === 'documents')?.bytes;
  await expect.poll(documents).toBe(4_200);
});

test('what a period costs grows with it, and its least is what cannot be avoided any more', async () => {
  scene = await SetUpScene.make();
  const month = await scene.call('setup.forecast', { bytes: 1e12, protectDays: 30 });
  const year = await scene.call('setup.forecast', { bytes: 1e12, protectDays: 365 });
  expect(month.leastCost).toBeGreaterThan(6);
  expect(year.leastCost).toBeGreaterThan(month.leastCost * 5);
  expect(year.monthCost).toBeGreaterThan(month.monthCost);
  expect(month.points.map(({ days }) => days)).toContain(30);
});

test('the policy to paste is for S3 only', async () => {
  scene = await SetUpScene.make();
  await scene.call('setup.change', { storage: scene.s3('harbour-bucket')!, protectDays: 30 });
  expect((await scene.call('setup.policy', {})).policy).toContain('arn:aws:s3:::harbour-bucket');
  await scene.call('setup.change', { storage: scene.b2()! });
  expect((await scene.refused('setup.policy', {})).code).toBe('request-invalid');
});

const secretsOf = (words: readonly string[], { powerful }: SetUpScene): readonly string[] => [
  passphrase,
  powerful.key,
  words.join(' '),
  words.slice(0, 4).join(' '),
];

async function keyByHand(from: SetUpScene, role: 'backup'): Promise<{ keyId: string; key: string }> {
  const provisioner = createProvisioner(
    { kind: 'b2', endpoint: from.vault.b2, bucket: 'harbour-bucket' },
    from.powerful,
  );
  try {
    await provisioner.ensureLockedBucket();
    return await provisioner.createKey(role, 'laptop/', 'by-hand');
  } finally {
    await provisioner.close();
  }
}

type Session = { readonly authorizationToken: string; readonly accountId: string };

async function native<T>(from: SetUpScene, call: string, body: (accountId: string) => object): Promise<T> {
  const { keyId, key } = from.powerful;
  const basic = Buffer.from(`${keyId}:${key}`).toString('base64');
  const signIn = await fetch(`${from.vault.b2}/b2api/v2/b2_authorize_account`, {
    headers: { authorization: `Basic ${basic}` },
  });
  const { authorizationToken, accountId } = (await signIn.json()) as Session;
  const answer = await fetch(`${from.vault.b2}/b2api/v2/${call}`, {
    method: 'POST',
    headers: { authorization: authorizationToken },
    body: JSON.stringify(body(accountId)),
  });
  if (!answer.ok) throw new Error(`${call}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

const bucketWithoutLock = (from: SetUpScene): Promise<unknown> =>
  native(from, 'b2_create_bucket', (accountId) => ({
    accountId,
    bucketName: 'bare-bucket',
    bucketType: 'allPrivate',
  }));

const deleteKey = (from: SetUpScene, applicationKeyId: string): Promise<unknown> =>
  native(from, 'b2_delete_key', () => ({ applicationKeyId }));

/** A key that may all that a set-up needs, and can be deleted afterwards. */
async function masterLike(
  from: SetUpScene,
  capabilities: readonly string[],
): Promise<{ keyId: string; key: string }> {
  const made = await native<{ applicationKeyId: string; applicationKey: string }>(
    from,
    'b2_create_key',
    (accountId) => ({ accountId, keyName: 'for-set-up', capabilities }),
  );
  return { keyId: made.applicationKeyId, key: made.applicationKey };
}

const allOfSetUp = [
  'listBuckets',
  'readBuckets',
  'writeBuckets',
  'readBucketRetentions',
  'writeBucketRetentions',
  'listKeys',
  'writeKeys',
  'deleteKeys',
  'listFiles',
  'readFiles',
  'writeFiles',
  'deleteFiles',
  'readFileRetentions',
  'writeFileRetentions',
  'readFileLegalHolds',
  'bypassGovernance',
];
