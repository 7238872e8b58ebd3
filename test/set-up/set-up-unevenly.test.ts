import { mkdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { passphrase, SetUpScene } from './set-up-scene.ts';

let scene: SetUpScene;
afterEach(() => scene.end());

test('a draft that the disk did not give is read again, and no set-up is lost by it', async () => {
  scene = await SetUpScene.make();
  await scene.call('setup.change', { name: 'Laptop' });
  const draft = join(scene.appFolder, 'set-up.json');
  await rename(draft, `${draft}.kept`);
  await mkdir(draft);
  await scene.restart();
  await scene.refused('setup.view', {});
  await rmdir(draft);
  await rename(`${draft}.kept`, draft);
  expect((await scene.call('setup.view', {})).draft).toEqual({ name: 'Laptop' });
});

test('practice: a kit that is made while the storage is looked at stays the kit of this place', async () => {
  scene = await SetUpScene.make();
  await scene.call('setup.change', {
    name: 'Laptop',
    storage: { kind: 'practice' },
    sources: [scene.documents],
    protectDays: 30,
    schedule: { kind: 'manual' },
  });
  await Promise.all([scene.takeKit(), scene.call('setup.check-storage', {})]);
  expect(await scene.commit()).toMatchObject({ committed: true });
});

test('where the disk refuses the last file of a set that is made, the next try ends what was begun', async () => {
  scene = await SetUpScene.make();
  const words = await scene.fill(scene.b2(), scene.powerful);
  const file = join(scene.appFolder, 'set.json');
  await mkdir(file);
  expect(await scene.commit()).toMatchObject({ committed: false, job: { state: 'failed' } });
  await rmdir(file);
  expect(await scene.commit()).toMatchObject({ committed: true, set: 'main', job: { error: null } });
  expect(await scene.ended(({ kind }) => kind === 'backup')).toMatchObject({ state: 'done' });
  const opening = await scene.ask('kit-open', 'main');
  expect(await scene.give(opening, { words: words.join(' ') })).toMatchObject({ step: 'done' });
});

test('a set that is made is made, although the disk does not take the draft: it backs up, and the key is let go', async () => {
  scene = await SetUpScene.make();
  await scene.fill({ kind: 'practice' }, undefined);
  const draft = join(scene.appFolder, 'set-up.json');
  await rm(draft);
  await mkdir(draft);
  expect(await scene.commit()).toMatchObject({ committed: true, set: 'main', job: { error: null } });
  expect(await scene.ended(({ kind }) => kind === 'backup')).toMatchObject({ state: 'done' });
});

test('what a set was made with is not changed by halves before its last file is there, and one who leaves begins anew', async () => {
  scene = await SetUpScene.make();
  await scene.fill(scene.b2(), scene.powerful);
  const file = join(scene.appFolder, 'set.json');
  await mkdir(file);
  expect(await scene.commit()).toMatchObject({ committed: false, job: { state: 'failed' } });
  for (const change of [
    { protectDays: 365 },
    { space: 'automatic' as const },
    { ping: 'https://ping.example.org/1' },
    { storage: scene.b2({ prefix: 'other' })! },
  ])
    expect(await scene.refused('setup.change', change)).toMatchObject({ code: 'set-up-made' });
  const error = { code: 'set-up-made' };
  const kit = await scene.ask('setup-kit');
  expect(await scene.give(kit, { passphrase: `${passphrase} twice` })).toMatchObject({ error });
  expect(await scene.give(await scene.ask('setup-key'), scene.powerful)).toMatchObject({ error });
  await scene.call('setup.change', { name: 'Desk', protectDays: 30, space: 'by-hand', page: 'period' });
  expect(await scene.commit()).toMatchObject({ committed: false, job: { state: 'failed' } });

  await scene.call('setup.leave', {});
  await scene.fill(scene.b2({ prefix: 'other' }), scene.powerful);
  await scene.call('setup.change', { protectDays: 365 });
  expect(await scene.commit()).toMatchObject({ committed: true, set: 'laptop', job: { error: null } });
  expect(await scene.ended(({ kind }) => kind === 'backup')).toMatchObject({ state: 'done' });
  const settings = await readFile(join(scene.appFolder, 'sets', 'laptop', 'settings.json'), 'utf8');
  expect(JSON.parse(settings)).toMatchObject({ protectDays: 365 });
});

test('a set is made although the disk does not take the note that its kit is on paper: home asks for that again', async () => {
  scene = await SetUpScene.make();
  await scene.fill(scene.b2(), scene.powerful);
  const note = join(scene.appFolder, 'upkeep.json');
  await mkdir(note);
  const { job } = await scene.call('setup.commit', {});
  expect(await scene.ended(({ id }) => id === job?.id)).toMatchObject({ state: 'done' });
  await scene.ended(({ kind }) => kind === 'backup');
  await rmdir(note);
  const { needs } = await scene.call('set.overview', { set: 'main' });
  expect(needs.map(({ kind }) => kind)).toContain('kit-confirm');
});
