import { expect, test } from 'vitest';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { ObjectStore } from '../object-store.ts';
import { operationWords, type StoreOperation } from '../operation.ts';
import { ForwardingStore } from './forwarding-store.ts';
import { asLengtheningOnly } from './lengthening-only.ts';

/** Answers every call with the same word that it arrived. */
class Arrived extends ForwardingStore {
  protected override around<T>(operation: StoreOperation): Promise<T> {
    return Promise.reject(new HoldfastError('bug', { reason: `${operation} arrived` }));
  }
}

test('reads and lengthens, and does nothing else', async () => {
  const arrived = new Arrived({ kind: 'b2', bucket: 'b', listsLocks: true } as ObjectStore);
  const store = asLengtheningOnly(arrived) as unknown as Record<string, () => Promise<unknown>>;
  const passed: string[] = [];
  for (const name of Object.keys(operationWords).filter((one) => one !== 'listVersions')) {
    const { code } = await store[name]!().then(
      () => ({ code: 'none' }),
      (error: unknown) => error as HoldfastError,
    );
    if (code === 'bug') passed.push(name);
    else expect(code).toBe('read-only');
  }
  expect(passed.toSorted()).toEqual(
    ['bucketState', 'get', 'head', 'keyCapabilities', 'providerClock', 'renew'].toSorted(),
  );
});
