import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SetSettings } from '../../contract/sets.ts';
import { namesFileOf } from '../../catalog/names/open-names.ts';
import { realWorld } from '../../system/world.ts';
import { lockHome } from '../home-lock.ts';
import { homeAt, type Home } from '../home.ts';
import { readSettings, writeSettings } from '../settings.ts';
import { openSets } from './sets.ts';
import { sampleSetSettings, sampleSettings } from '../testing/sample-settings.ts';

let appFolder: string;
beforeEach(async () => {
  appFolder = await mkdtemp(join(tmpdir(), 'holdfast-sets-'));
});
afterEach(() => rm(appFolder, { recursive: true }));

const letGone: string[] = [];
const open = (letGo: (id: string) => Promise<void> = (id) => Promise.resolve(void letGone.push(id))) =>
  openSets({
    appFolder,
    world: realWorld,
    changed: () => undefined,
    letGo,
  });

async function makeHome(home: Home): Promise<Home> {
  await mkdir(home.folder, { recursive: true });
  await writeSettings(home, sampleSettings);
  return home;
}

const settings: SetSettings = { ...sampleSetSettings, name: 'Photos', sources: ['/home/a/Photos'] };

test('the first set is the home of the command line; further ones get names of their own', async () => {
  const sets = await open();
  expect(sets.nextHome('Photos')).toMatchObject({ id: 'main', home: { folder: appFolder } });
  await sets.add(await makeHome(sets.nextHome('Photos').home), settings);
  const ids: string[] = [];
  for (const name of ['Fotos & Müsik!', 'Fotos & Müsik!', '日本', 'main', '../../etc']) {
    const next = sets.nextHome(name);
    ids.push(next.id);
    await sets.add(await makeHome(next.home), { ...settings, name });
  }
  expect(ids).toEqual(['fotos-mu-sik', 'fotos-mu-sik-2', 'set', 'set-2', 'etc']);
  const again = await open();
  expect(again.list().map(({ id, settings: { name } }) => [id, name])).toEqual([
    ['main', 'Photos'],
    ['etc', '../../etc'],
    ['fotos-mu-sik', 'Fotos & Müsik!'],
    ['fotos-mu-sik-2', 'Fotos & Müsik!'],
    ['set', '日本'],
    ['set-2', 'main'],
  ]);
  await expect(sets.add(homeAt(join(appFolder, 'elsewhere')), settings)).rejects.toMatchObject({
    code: 'path-impossible',
  });
});

test('changes that come at once are all kept; ping and guard are also the command line’s', async () => {
  const home = await makeHome(homeAt(appFolder));
  const sets = await open();
  await Promise.all([
    sets.change('main', { name: 'One' }),
    sets.change('main', { ping: 'https://ping.example.org/x' }),
    sets.change('main', { guard: true }),
    sets.pause('main', 5),
  ]);
  expect(await readSettings(home)).toMatchObject({ ping: 'https://ping.example.org/x', guard: true });
  await writeSettings(home, { ...(await readSettings(home)), ping: null });
  expect((await open()).get('main')).toMatchObject({
    settings: { name: 'One', ping: null, guard: true },
    pausedUntil: 5,
  });
  const add = (pattern: string) =>
    sets.change('main', ({ excludes }) => ({
      excludes: { ...excludes, patterns: [...excludes.patterns, pattern] },
    }));
  await Promise.all([add('/a'), add('/b')]);
  expect(sets.get('main').settings.excludes.patterns).toEqual(['/a', '/b']);
  await expect(sets.change('main', { name: '' })).rejects.toThrow(/name/);
  expect(sets.get('main').settings.name).toBe('One');
});

test('nothing begins on a set while it is forgotten, and it is there again where that fails', async () => {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const sets = await open(() => {
    asked.resolve();
    return answer.promise;
  });
  const home = await makeHome(homeAt(appFolder));
  await sets.add(home, settings);
  const forgetting = sets.forget('main');
  await asked.promise;
  expect(sets.list()).toEqual([]);
  expect(() => sets.get('main')).toThrow('set-unknown');
  await expect(sets.change('main', { name: 'Other' })).rejects.toMatchObject({ code: 'set-unknown' });
  answer.reject(new Error('the keychain is silent'));
  await expect(forgetting).rejects.toThrow('silent');
  expect([sets.get('main').settings.name, existsSync(home.settings)]).toEqual(['Photos', true]);
});

test('a set that is forgotten takes its own files along, and nothing of others', async () => {
  const sets = await open();
  const main = await makeHome(homeAt(appFolder));
  await sets.add(main, settings);
  const { id, home } = sets.nextHome('Second');
  await sets.add(await makeHome(home), settings);
  await writeFile(`${main.catalog}-wal`, 'catalog');
  // The name of every file that was ever backed up stands in it.
  await writeFile(namesFileOf(main.catalog), 'names');
  await writeFile(join(appFolder, 'mail-password.sealed'), 'sealed');
  await writeFile(join(appFolder, 'app.json'), 'stays');
  await mkdir(main.practice);
  await sets.forget('main');
  const left = [
    'settings.json',
    'catalog.sqlite-wal',
    basename(namesFileOf(main.catalog)),
    'mail-password.sealed',
  ];
  expect(left.filter((name) => existsSync(join(appFolder, name)))).toEqual([]);
  expect(letGone.at(-1)).toBe('main');
  expect(await readFile(join(appFolder, 'app.json'), 'utf8')).toBe('stays');
  expect(existsSync(main.practice)).toBe(true);
  await sets.forget(id);
  expect([existsSync(home.folder), sets.list().length]).toEqual([false, 0]);
  expect(() => sets.get(id)).toThrow('set-unknown');
  // Its name is free, and the command line's home is the first again.
  expect(sets.nextHome('Second').id).toBe('main');
});

test('a change that is being written while its set is forgotten does not bring it back', async () => {
  await makeHome(homeAt(appFolder));
  await writeFile(join(appFolder, 'app.json'), 'stays');
  const sets = await open();
  const changing = sets.change('main', { name: 'Late' });
  // It has read what was there, and writes.
  await Promise.resolve();
  await Promise.resolve();
  await Promise.all([changing, sets.forget('main')]);
  expect(sets.list()).toEqual([]);
  expect(existsSync(join(appFolder, 'set.json'))).toBe(false);
});

test('a change that is being written while forgetting its set fails holds', async () => {
  const home = await makeHome(homeAt(appFolder));
  const lock = lockHome(home);
  const sets = await open();
  const changing = sets.change('main', { name: 'Late' });
  // It has read what was there, and writes.
  await Promise.resolve();
  await Promise.resolve();
  await expect(sets.forget('main')).rejects.toMatchObject({ code: 'home-busy' });
  await changing;
  expect(sets.get('main').settings.name).toBe('Late');
  lock.release();
});

test('a set that another program works on is not taken away under it; of a further one the folder goes too', async () => {
  await makeHome(homeAt(appFolder));
  const sets = await open();
  const { id, home } = sets.nextHome('Second');
  await sets.add(await makeHome(home), settings);
  const lock = lockHome(home);
  await expect(sets.forget(id)).rejects.toMatchObject({ code: 'home-busy' });
  expect(sets.get(id).settings.name).toBe('Photos');
  expect(existsSync(home.settings)).toBe(true);
  lock.release();
  await sets.forget(id);
  expect(existsSync(home.folder)).toBe(false);
});
