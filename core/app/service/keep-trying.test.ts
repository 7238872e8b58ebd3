import { expect, test } from 'vitest';
import { movedWorld } from '../schedule/testing/moved-world.ts';
import { keepTrying } from './keep-trying.ts';

test('what cannot be opened is tried at each call and once a minute, however many called; then no more', async () => {
  const world = movedWorld(0);
  let opened = 0;
  let canOpen = false;
  const engine = keepTrying(() => {
    opened += 1;
    return canOpen ? Promise.resolve('open') : Promise.reject(new Error('the disk is full'));
  }, world);
  await expect(engine.current()).rejects.toThrow('full');
  for (let call = 0; call < 50; call++) await expect(engine.again()).rejects.toThrow('full');
  expect(opened).toBe(51);
  await world.pass(60_000);
  expect(opened).toBe(52);
  canOpen = true;
  expect(await engine.again()).toBe('open');
  expect(await Promise.all([engine.again(), engine.current()])).toEqual(['open', 'open']);
  expect(opened).toBe(53);
});
