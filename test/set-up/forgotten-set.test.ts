import { afterEach, expect, test } from 'vitest';
import { passphrase, SetUpScene } from './set-up-scene.ts';

let scene: SetUpScene;
afterEach(() => scene.end());

test('a passphrase that was typed for a forgotten set is no word for the next one of its name', async () => {
  scene = await SetUpScene.make();
  const setUp = async (): Promise<void> => {
    await scene.fill({ kind: 'practice' }, undefined);
    expect(await scene.commit()).toMatchObject({ set: 'main', committed: true });
  };
  const forget = () => scene.fromLoopback('set.forget', { set: 'main' });
  await setUp();
  expect(await forget()).toMatchObject({ error: { code: 'confirm-needed' } });
  await scene.give(await scene.ask('confirm', 'main'), { passphrase });
  expect(await forget()).toEqual({ ok: true, value: null });
  await setUp();
  expect(await forget()).toMatchObject({ error: { code: 'confirm-needed' } });
});
