import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  administer,
  openPracticeSubject,
  type PracticeSubject,
} from '../../../test/storage/open-practice-subject.ts';
import { realWorld } from '../../system/world.ts';
import { listAll } from '../conformance/check-tools.ts';
import type { ObjectStore } from '../object-store.ts';
import { withRetry } from './retry.ts';
import { withStop } from './stoppable.ts';

let subject: PracticeSubject;
beforeAll(async () => {
  subject = await openPracticeSubject('b2');
});
afterAll(() => subject.close());

const version = { name: 'checks/a', versionId: 'none' };

test('as long as nobody stops it, it is the store', async () => {
  const store = withStop(subject.store, new AbortController().signal);
  await expect(store.get(version)).rejects.toMatchObject({ code: 'object-missing' });
  const body = new Uint8Array(1);
  const sha256 = '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d';
  await store.put({ name: version.name, body, sha256, lockUntil: undefined });
  expect((await listAll(store, 'checks/')).map(({ name }) => name)).toEqual([version.name]);
});

test.each<[string, (store: ObjectStore) => Promise<unknown>]>([
  ['a question', (store) => store.get(version)],
  ['a listing', (store) => listAll(store, 'checks/')],
])('%s to a provider that does not answer ends with the work, and nothing more is asked', async (_, ask) => {
  const drop = { match: {}, times: 10_000, action: { kind: 'drop-before' } };
  await administer(subject.vault, 'faults', { faults: [drop] });
  const ended = new AbortController();
  const stop = new AbortController();
  const patient = withRetry(subject.store, realWorld, {
    signal: ended.signal,
    onWait: () => stop.abort(),
  });
  const store = withStop(patient, stop.signal);
  await expect(ask(store)).rejects.toMatchObject({ code: 'cancelled' });
  await fetch(`${subject.vault.b2}/.practice/faults`, {
    method: 'DELETE',
    headers: { 'x-practice-admin': '1' },
  });
  await expect(ask(withStop(subject.store, stop.signal))).rejects.toMatchObject({ code: 'cancelled' });
  ended.abort();
});
