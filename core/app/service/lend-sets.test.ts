import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPracticeVault, type PracticeVault } from '../../../practice/server/start-practice-vault.ts';
import { realWorld, type World } from '../../system/world.ts';
import { lockHome } from '../home-lock.ts';
import { homeAt, type Home } from '../home.ts';
import { readSettings, writeSettings } from '../settings.ts';
import { setUp } from '../set-up.ts';
import { storagePlace } from '../storage-place.ts';
import { lendSets } from './lend-sets.ts';

let folder: string;
let vault: PracticeVault;
let home: Home;
const passphrase = 'tide and time';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-lend-'));
  vault = await startPracticeVault({ dir: join(folder, 'vault') });
  home = homeAt(join(folder, 'home'));
  await setUp({
    home,
    world: realWorld,
    place: storagePlace({ b2: vault.b2, bucket: 'lent-bucket', prefix: 'a' }),
    protectDays: 30,
    passphrase,
    setUpKey: { keyId: vault.keyId, key: vault.key },
    backupKey: undefined,
    useKeychain: false,
    onMade: () => undefined,
  });
});
afterAll(async () => {
  await vault.close();
  await rm(folder, { recursive: true, force: true });
});

function lending(world: World = realWorld, typed: string | null = passphrase) {
  const opened: string[] = [];
  const known = new Map(typed === null ? [] : [['a', typed]]);
  const lent = lendSets({
    world,
    homeOf: () => home,
    unlocked: { get: (set) => known.get(set), forget: (set) => void known.delete(set) },
    beforeOpening: (set) => Promise.resolve(void opened.push(set)),
    uploadLimit: () => null,
  });
  return { ...lent, opened, known };
}

const isFree = (): boolean => {
  try {
    lockHome(home).release();
    return true;
  } catch {
    return false;
  }
};

test('all who ask at once share one opening; the home is free again when the last was let go', async () => {
  const { useSet, letGo, opened } = lending();
  const ids = await Promise.all(
    [1, 2, 3].map(() => useSet('a', ({ repository }) => Promise.resolve(repository.repositoryId))),
  );
  expect([new Set(ids).size, opened.length, isFree()]).toEqual([1, 1, false]);
  const finish = Promise.withResolvers<undefined>();
  const begun = Promise.withResolvers<undefined>();
  const longUse = useSet('a', () => {
    begun.resolve(undefined);
    return finish.promise;
  });
  await begun.promise;
  const gone = letGo('a');
  // Who comes meanwhile waits for the next opening instead of finding the home busy.
  const next = useSet('a', ({ home: { folder: where } }) => Promise.resolve(where));
  finish.resolve(undefined);
  await longUse;
  await gone;
  expect([await next, opened.length]).toEqual([home.folder, 2]);
  await letGo('a');
  expect(isFree()).toBe(true);
});

test('unused for a while, it is closed by itself', async () => {
  const idle: { readonly wake: () => void }[] = [];
  const world: World = {
    ...realWorld,
    sleep: (ms, signal) =>
      ms < 60_000
        ? realWorld.sleep(ms, signal)
        : new Promise((resolve, reject) => {
            idle.push({ wake: () => resolve() });
            signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
          }),
  };
  const { useSet } = lending(world);
  await useSet('a', () => Promise.resolve());
  await expect.poll(() => idle.length).toBe(1);
  expect(isFree()).toBe(false);
  idle[0]?.wake();
  await expect.poll(isFree).toBe(true);
});

test('without a passphrase it is locked; a wrong one is forgotten; a failed opening is tried anew', async () => {
  const use = ({ useSet }: ReturnType<typeof lending>): Promise<string> =>
    useSet('a', () => Promise.resolve('opened'));
  await expect(use(lending(realWorld, null))).rejects.toMatchObject({ code: 'set-locked' });
  const wrong = lending(realWorld, 'another one');
  await expect(use(wrong)).rejects.toMatchObject({ code: 'passphrase-wrong' });
  expect(wrong.known.size).toBe(0);
  wrong.known.set('a', passphrase);
  expect(await use(wrong)).toBe('opened');
  await wrong.closeAll();
});

test('a clock that is off stops writers and not readers, also where a reader came first', async () => {
  const late: World = { ...realWorld, now: () => realWorld.now() + 2 * 86_400_000 };
  const { useSet, closeAll } = lending(late);
  const use = (readOnly: boolean) => useSet('a', () => Promise.resolve('opened'), { readOnly });
  await expect(use(false)).rejects.toMatchObject({ code: 'clocks-differ' });
  expect(await use(true)).toBe('opened');
  await expect(use(false)).rejects.toMatchObject({ code: 'clocks-differ' });
  expect(await use(true)).toBe('opened');
  await closeAll();
});

test('what cannot be closed well is closed all the same, and keeps nobody from the next opening', async () => {
  const { useSet, letGo } = lending();
  await useSet('a', ({ catalog }) =>
    Promise.resolve(
      Object.assign(catalog, {
        close: () => {
          throw new Error('the disk reports an error');
        },
      }),
    ),
  );
  await expect(letGo('a')).rejects.toThrow('the disk reports an error');
  expect(isFree()).toBe(true);
  expect(await useSet('a', () => Promise.resolve('opened'))).toBe('opened');
  await letGo('a');
});

test('settings that changed while it is open are those that the next one gets', async () => {
  const { useSet, closeAll } = lending();
  const ping = (): Promise<string | null> => useSet('a', ({ settings }) => Promise.resolve(settings.ping));
  expect(await ping()).toBeNull();
  await writeSettings(home, { ...(await readSettings(home)), ping: 'https://ping.example.org' });
  expect(await ping()).toBe('https://ping.example.org');
  await closeAll();
});
