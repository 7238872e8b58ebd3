import { existsSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startPracticeVault, type PracticeVault } from '../../practice/server/start-practice-vault.ts';
import { administer } from '../../test/storage/open-practice-subject.ts';
import { runBackup } from '../backup/run-backup.ts';
import { wordsToMaster } from '../crypto/recovery-words.ts';
import { noExclusions } from '../source/exclusion.ts';
import { connectStore } from '../storage/connect-store.ts';
import { realWorld, type World } from '../system/world.ts';
import { homeAt, type Home } from './home.ts';
import { readDecisionList, withPin, withRetention } from '../locks/decisions.ts';
import { retentionPresets } from '../locks/retention.ts';
import { joinRepository } from './join-repository.ts';
import { readDecisions } from './own-decisions.ts';
import { kitOfHome } from './kit/kit-of-home.ts';
import { makeNewHome } from './new-home.ts';
import { openRepositoryForUse } from './open-repository-for-use.ts';
import { writeChoices } from './service/set-file.ts';
import { setUp, type SetUpRequest } from './set-up.ts';
import { storagePlace } from './storage-place.ts';
import { lockPolicy } from '../locks/lock-policy.ts';
import { createProvisioner } from '../storage/provisioning.ts';
import { sampleSetSettings } from './testing/sample-settings.ts';
import { readUpkeep } from './upkeep-state.ts';

let folder: string;
let vault: PracticeVault;
let home: Home;
let prefixes = 0;
let request: SetUpRequest;

const passphrase = 'tide and time';
const typed = (): Promise<string> => Promise.resolve(passphrase);
const twoDaysMs = 2 * 86_400_000;
const lateWorld: World = { ...realWorld, now: () => realWorld.now() + twoDaysMs };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-set-up-'));
  vault = await startPracticeVault({ dir: join(folder, 'vault') });
});
afterAll(async () => {
  await vault.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  const name = `set-up-${++prefixes}`;
  home = homeAt(join(folder, name));
  request = {
    home,
    world: realWorld,
    place: storagePlace({ b2: vault.b2, bucket: 'set-up-bucket', prefix: name }),
    protectDays: 30,
    passphrase,
    setUpKey: { keyId: vault.keyId, key: vault.key },
    backupKey: undefined,
    useKeychain: false,
    onMade: () => {},
  };
});

const open = (options: { world?: World; readOnly?: boolean } = {}): ReturnType<typeof openRepositoryForUse> =>
  openRepositoryForUse({ home, world: realWorld, passphrase: typed, ...options });

test('set-up leaves a home that opens, with a key that may destroy nothing, and no secret in the clear', async () => {
  const { kit, keyId } = await setUp(request);
  const inUse = await open();
  try {
    expect(inUse.repository.repositoryId).toBe(kit.repositoryId);
    expect(inUse.warnings).toEqual([]);
    const capabilities = (await inUse.repository.store.keyCapabilities())?.capabilities ?? [];
    expect(capabilities.filter((one) => /^delete|bypass|Keys$|writeBuckets|LegalHolds$/.test(one))).toEqual([
      'readFileLegalHolds',
    ]);
  } finally {
    await inUse.close();
  }
  for (const file of await readdir(home.folder)) {
    const text = await readFile(join(home.folder, file), 'latin1');
    for (const secret of [vault.key, keyId, passphrase, kit.words.join(' ')])
      expect(text).not.toContain(secret);
  }
});

test('one that fails takes away what was chosen for it, but not what had been chosen before', async () => {
  const choices = { settings: sampleSetSettings, pausedUntil: null };
  await mkdir(home.folder);
  const first = await makeNewHome(home);
  await writeChoices(home, choices);
  await first.undo();
  expect(await readdir(home.folder)).toEqual([]);
  await writeChoices(home, choices);
  const second = await makeNewHome(home);
  await second.undo();
  expect(existsSync(home.choices)).toBe(true);
});

test('the words of the kit are the key: a clean home joins with them, and shows the same kit', async () => {
  const { kit } = await setUp(request);
  home = homeAt(`${home.folder}-clean`);
  const joined = await joinRepository({
    ...request,
    home,
    secret: { master: wordsToMaster(kit.words.join('\n')) },
    passphrase: typed,
    storageKey: { keyId: vault.keyId, key: vault.key },
    protectDays: undefined,
  });
  expect(joined).toMatchObject({ fingerprint: kit.fingerprint, snapshots: 0 });
  expect(readDecisionList((await readDecisions(home))!).retention).toEqual(retentionPresets.standard);
  expect(await kitOfHome(home, typed, realWorld)).toEqual(kit);
});

test('a home and a kit open what is left when the repository object is gone, as long as there is a snapshot', async () => {
  const { kit } = await setUp(request);
  const key = { keyId: vault.keyId, key: vault.key };
  const inUse = await open();
  const { repository, catalog } = inUse;
  await runBackup({
    repository,
    catalog,
    request: {
      paths: [home.settings],
      rules: noExclusions,
      never: [],
      policy: lockPolicy(30),
      decisions: withPin(withRetention([], { ...retentionPresets.everything, all: 99 }, 0), 'ab', 0),
      host: '',
      user: '',
      platform: 'linux',
      program: '',
    },
    world: realWorld,
  });
  await inUse.close();
  const owner = await connectStore(request.place.store, key, realWorld);
  const folder = `${request.place.prefix}repository/`;
  await administer(vault, 'clock', { advanceMs: 300 * 86_400_000 });
  const clean = {
    ...request,
    home: homeAt(`${home.folder}-clean`),
    secret: { master: wordsToMaster(kit.words.join(' ')) },
    passphrase: typed,
    storageKey: key,
    protectDays: undefined,
  };
  try {
    for await (const page of owner.listVersions(folder))
      for (const version of page) await owner.deleteVersion(version);
    await expect(open()).rejects.toMatchObject({ code: 'repository-missing' });
    const reading = await open({ readOnly: true });
    await reading.close();
    await expect(joinRepository(clean)).rejects.toMatchObject({ code: 'repository-missing' });
    const { repositoryId } = kit;
    expect(await joinRepository({ ...clean, repositoryId })).toMatchObject({ snapshots: 1 });
    // From now on it has a list of its own, which counts whatever is published while it is off.
    expect(readDecisionList((await readDecisions(clean.home))!)).toEqual({
      retention: { ...retentionPresets.everything, all: 99 },
      pins: ['ab'],
      suspicions: [],
    });
    const elsewhere = { ...clean, home: homeAt(`${home.folder}-x`), repositoryId: '0'.repeat(32) };
    await expect(joinRepository(elsewhere)).rejects.toMatchObject({ code: 'repository-missing' });
  } finally {
    await owner.close();
  }
});

test('a store that takes locks and does not keep them is refused, and no home is made', async () => {
  const liar = await startPracticeVault({ dir: join(folder, 'liar'), liar: true });
  const place = storagePlace({ s3: liar.s3, region: liar.region, bucket: 'lying-bucket' });
  const refused = setUp({ ...request, place, setUpKey: undefined, backupKey: liar });
  await expect(refused).rejects.toMatchObject({ code: 'locks-not-kept' });
  expect(existsSync(home.folder)).toBe(false);
  await liar.close();
});

describe('with a set-up key and a minute', () => {
  /** A minute of waiting is a step of the vault's clock. */
  const waiting = (on: PracticeVault): World => ({
    ...realWorld,
    sleep: (advanceMs) => administer(on, 'clock', { advanceMs }),
  });

  test('the lock is proven before anything is written, and the home remembers', async () => {
    const done = await setUp({ ...request, world: waiting(vault), proofMs: 60_000 });
    expect(done.warnings).toEqual([]);
    expect((await readUpkeep(home)).proofs).toMatchObject({
      lockHalf: { ok: true, verdict: 'ok' },
      keyHalf: null,
    });
  });

  test('a store that deletes what it locked gets no repository', async () => {
    const liar = await startPracticeVault({ dir: join(folder, 'b2-liar'), liar: true });
    const place = storagePlace({ b2: liar.b2, bucket: 'lying-bucket' });
    const made: string[] = [];
    const refused = setUp({
      ...request,
      place,
      setUpKey: liar,
      proofMs: 60_000,
      onMade: (what) => made.push(what),
    });
    await expect(refused).rejects.toMatchObject({ code: 'locks-not-kept' });
    expect(made.join()).not.toContain('repository');
    expect(existsSync(home.folder)).toBe(false);
    await liar.close();
  });

  test('a set-up key that may not delete shows nothing, and that is said', async () => {
    const { place } = request;
    const owner = createProvisioner(place.store, vault);
    await owner.ensureLockedBucket();
    const backupKey = await owner.createKey('backup', place.prefix, 'weak');
    const done = await setUp({ ...request, setUpKey: backupKey, backupKey, proofMs: 60_000 });
    expect(done.warnings).toMatchObject([
      {
        words: expect.stringMatching(/could not be proven now.*locks prove/),
        said: { code: 'set-up-unproven' },
      },
    ]);
    expect((await readUpkeep(home)).proofs.lockHalf).toBe(null);
  });
});

describe('a set-up that fails', () => {
  test('at its last step takes everything local away, says what was made, and can be gone on with', async () => {
    const kitFile = join(folder, `${prefixes}.kit`);
    const made: string[] = [];
    const failing = setUp({
      ...request,
      kitFiles: [kitFile],
      // Somebody else makes a file of that name while set-up runs.
      onMade: (what) => {
        made.push(what);
        if (what.includes('repository')) writeFileSync(kitFile, 'theirs');
      },
    });
    await expect(failing).rejects.toMatchObject({ code: 'EEXIST' });
    expect(existsSync(home.folder)).toBe(false);
    expect(await readFile(kitFile, 'utf8')).toBe('theirs');
    expect(made.at(-1)).toMatch(/repository [0-9a-f]{32}$/);
    const joined = await joinRepository({
      ...request,
      secret: { passphrase },
      passphrase: typed,
      storageKey: { keyId: vault.keyId, key: vault.key },
      protectDays: 30,
    });
    expect(made.at(-1)).toContain(joined.settings.repositoryId);
  });

  test('with a folder that was there leaves what was in it', async () => {
    home = homeAt(await mkdtemp(join(folder, 'there-')));
    await writeFile(join(home.folder, 'theirs'), 'theirs');
    await expect(setUp({ ...request, home, setUpKey: { keyId: 'no', key: 'no' } })).rejects.toMatchObject({
      code: 'key-invalid',
    });
    expect((await readdir(home.folder)).filter((name) => name !== 'lock')).toEqual(['theirs']);
  });

  test('where the clocks differ by more than a day', async () => {
    await expect(setUp({ ...request, world: lateWorld })).rejects.toMatchObject({ code: 'clocks-differ' });
    expect(existsSync(home.folder)).toBe(false);
  });
});

describe('every start looks at', () => {
  test('the clocks: a day apart nothing may be locked, but everything read', async () => {
    await setUp(request);
    await expect(open({ world: lateWorld })).rejects.toMatchObject({ code: 'clocks-differ' });
    const inUse = await open({ world: lateWorld, readOnly: true });
    expect(inUse.warnings).toEqual([expect.stringMatching(/48 hours ahead of/)]);
    await inUse.close();
  });

  test('the key: too much is an alarm', async () => {
    await setUp(request);
    const storageKey = { keyId: vault.keyId, key: vault.key };
    const inUse = await openRepositoryForUse({ home, world: realWorld, passphrase: typed, storageKey });
    expect(inUse.warnings).toEqual([expect.stringMatching(/^Warning.*delete files/)]);
    await inUse.close();
  });

  test('the repository: another one at the same place is not mistaken for this', async () => {
    await setUp({ ...request, home: homeAt(`${home.folder}-other`) });
    request = { ...request, place: { ...request.place, prefix: request.place.prefix.replace('/', '-own/') } };
    await setUp(request);
    const text = await readFile(home.settings, 'utf8');
    await writeFile(home.settings, text.replace('-own/', '/'));
    const storageKey = { keyId: vault.keyId, key: vault.key };
    await expect(
      openRepositoryForUse({ home, world: realWorld, passphrase: typed, storageKey }),
    ).rejects.toMatchObject({ code: 'repository-missing' });
  });

  test('the home: it is free again after every failure', async () => {
    await setUp(request);
    await expect(open({ world: lateWorld })).rejects.toMatchObject({ code: 'clocks-differ' });
    const inUse = await open();
    await expect(open()).rejects.toMatchObject({ code: 'home-busy' });
    await inUse.close();
  });
});
