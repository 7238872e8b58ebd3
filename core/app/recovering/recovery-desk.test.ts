import { expect, test } from 'vitest';
import { realWorld } from '../../system/world.ts';
import type { Recovery } from '../../recovery/connect-recovery.ts';
import { RecoveryDesk } from './recovery-desk.ts';

/** A desk whose recoveries are nothing but their names, and open when the test says so. */
function scene(failing: readonly string[] = []) {
  const closed: string[] = [];
  const waiting = new Map<string, () => void>();
  const jobs = { get: () => undefined } as never;
  const desk = new RecoveryDesk(
    { world: realWorld, jobs, changed: () => undefined, onStop: () => undefined },
    ({ storageKey: { keyId } }) =>
      new Promise((resolve) => {
        const recovery = {
          repository: {},
          place: { store: { bucket: keyId }, prefix: '' },
          meter: { snapshot: () => ({ calls: {} }) },
          skewMs: 0,
          close: async () => {
            closed.push(keyId);
            if (failing.includes(keyId)) throw new Error('the line is down');
          },
        };
        waiting.set(keyId, () => resolve(recovery as unknown as Recovery));
      }),
  );
  const open = async (keyId: string): Promise<void> => await desk.open({} as never, { keyId, key: '' }, null);
  return { desk, open, closed, answer: (keyId: string) => waiting.get(keyId)?.() };
}

test('of recoveries that are opened at the same moment one is open, and the others are closed', async () => {
  const { desk, open, closed, answer } = scene();
  const opening = ['first', 'second', 'third'].map(open);
  for (const keyId of ['first', 'second', 'third']) answer(keyId);
  await Promise.all(opening);
  const place = desk.view.place ?? '';
  expect([...closed, place].toSorted()).toEqual(['first', 'second', 'third']);
  await desk.close();
  expect([desk.isOpen, closed.at(-1)]).toEqual([false, place]);
});

test('one that cannot be closed well makes room all the same', async () => {
  const { desk, open, answer } = scene(['first']);
  for (const keyId of ['first', 'second']) {
    const opening = open(keyId);
    answer(keyId);
    await opening;
  }
  expect(desk.view.place).toBe('second');
});
