import { mkdir, rename, rmdir } from 'node:fs/promises';
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
