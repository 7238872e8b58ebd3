import { expect, test } from 'vitest';
import { realWorld, type World } from '../../system/world.ts';
import type { ObjectStore, PutRequest } from '../object-store.ts';
import { withUploadLimit } from './upload-limit.ts';

/** Time passes only by sleeping. */
function stillWorld(): World & { readonly slept: number[] } {
  let now = 0;
  const slept: number[] = [];
  return {
    ...realWorld,
    slept,
    monotonic: () => now,
    sleep: (ms) => {
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
}

const store = {
  kind: 'b2',
  bucket: 'b',
  listsLocks: true,
  put: () => Promise.resolve({}),
} as unknown as ObjectStore;
const body = (bytes: number) => ({ name: 'a', body: new Uint8Array(bytes) }) as unknown as PutRequest;

test('each upload waits until the average of those before is kept, and a limit may come and go', async () => {
  const world = stillWorld();
  let limit: number | null = null;
  const limited = withUploadLimit(store, () => limit, world);
  await limited.put(body(5000));
  limit = 1000;
  await limited.put(body(2000));
  await limited.put(body(3000));
  await limited.put(body(1));
  expect(world.slept).toEqual([2000, 3000]);
  limit = null;
  await limited.put(body(9999));
  expect(world.slept).toHaveLength(2);
});
