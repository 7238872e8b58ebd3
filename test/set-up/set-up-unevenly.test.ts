import { mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { SetUpScene } from './set-up-scene.ts';

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
