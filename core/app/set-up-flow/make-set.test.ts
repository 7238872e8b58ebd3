import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPracticeVault, type PracticeVault } from '../../../practice/server/start-practice-vault.ts';
import { masterKeyBytes } from '../../crypto/keys.ts';
import { newRepositoryId } from '../../repository/repository-id.ts';
import { realWorld } from '../../system/world.ts';
import { homeAt } from '../home.ts';
import { writeChoices } from '../service/set-file.ts';
import { openSets } from '../service/sets.ts';
import { storagePlace } from '../storage-place.ts';
import { sampleSetSettings } from '../testing/sample-settings.ts';
import { makeSet, type MakeSetRequest } from './make-set.ts';

let folder: string;
let vault: PracticeVault;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-make-set-'));
  vault = await startPracticeVault({ dir: join(folder, 'vault') });
});
afterAll(async () => {
  await vault.close();
  await rm(folder, { recursive: true, force: true });
});

const settings = { ...sampleSetSettings, name: 'Laptop', sources: ['/home/a/Letters'] };

/** As the next start of the program finds it, where nobody came to add it. */
async function foundIn(appFolder: string): Promise<unknown> {
  const letGo = (): Promise<void> => Promise.resolve();
  const sets = await openSets({ appFolder, world: realWorld, changed: () => undefined, letGo });
  return sets.list().map((set) => set.settings);
}

test('a program that is killed right after a set was made, or joined, comes back with what it backs up', async () => {
  const home = homeAt(join(folder, 'app'));
  let wasHome: boolean | undefined;
  const secrets: MakeSetRequest['secrets'] = { madeKey: undefined, proof: undefined };
  const request: MakeSetRequest = {
    home,
    world: realWorld,
    place: storagePlace({ b2: vault.b2, bucket: 'make-set-bucket', prefix: 'here' }),
    protectDays: 30,
    space: 'by-hand',
    ping: null,
    keepChoices: async () => {
      wasHome = existsSync(home.settings);
      await writeChoices(home, { settings, pausedUntil: null });
    },
    prepared: {
      masterKey: realWorld.random(masterKeyBytes),
      repositoryId: newRepositoryId(realWorld.random),
      passphrase: 'four winds and a bell',
      place: '',
    },
    secrets,
    setUpKey: { keyId: vault.keyId, key: vault.key },
    storageKey: undefined,
    useKeychain: false,
    proofMs: undefined,
    signal: new AbortController().signal,
    program: 'holdfast 0',
    onProof: () => undefined,
    onMade: () => undefined,
  };
  await makeSet(request);
  expect([wasHome, await foundIn(home.folder)]).toEqual([false, [settings]]);

  await rm(home.folder, { recursive: true });
  wasHome = undefined;
  await makeSet(request);
  expect([wasHome, await foundIn(home.folder)]).toEqual([false, [settings]]);
});
