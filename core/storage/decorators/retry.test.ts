import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  administer,
  openPracticeSubject,
  type PracticeSubject,
} from '../../../test/storage/open-practice-subject.ts';
import { stillWorld } from '../../../test/storage/still-world.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { ObjectVersion } from '../../model/object.ts';
import { listAll } from '../conformance/check-tools.ts';
import type { ObjectStore, PutRequest } from '../object-store.ts';
import { withMeter } from './meter.ts';
import { withRetry } from './retry.ts';

describe.each(['s3', 'b2'] as const)('retry over %s', (kind) => {
  let subject: PracticeSubject;
  let count = 0;
  beforeAll(async () => {
    subject = await openPracticeSubject(kind);
  });
  afterAll(() => subject.close());
  beforeEach(() => {
    count++;
  });

  const fault = (match: object, action: object, times = 1): Promise<void> =>
    administer(subject.vault, 'faults', { faults: [{ match, times, action }] });
  const forgetFaults = async (): Promise<void> => {
    const options = { method: 'DELETE', headers: { 'x-practice-admin': '1' } };
    await fetch(`${subject.vault.b2}/.practice/faults`, options);
  };
  const requestOf = (text: string, lockUntil?: number): PutRequest => {
    const body = new TextEncoder().encode(text);
    const sha256 = createHash('sha256').update(body).digest('hex');
    return { name: `${subject.prefix}${kind}${count}`, body, sha256, lockUntil };
  };
  const soon = async (): Promise<number> => (await subject.store.providerClock()).now + 3_600_000;

  test('a PUT whose answer was lost is found, not sent again', async () => {
    const { store, meter } = withMeter(subject.store);
    const request = requestOf('once', await soon());
    await fault({ api: 's3', key: request.name }, { kind: 'drop-after' });
    const result = await withRetry(store, stillWorld()).put(request);
    const rows = await listAll(subject.store, request.name);
    expect(rows.map((row) => row.versionId)).toEqual([result.versionId]);
    expect(result.providerTime).toBe(rows[0]?.uploadedAt);
    expect(meter.snapshot().calls.put).toBe(1);
  });

  test('a PUT that was lost on the way is sent again', async () => {
    const { store, meter } = withMeter(subject.store);
    const request = requestOf('twice', await soon());
    await fault({ api: 's3', key: request.name }, { kind: 'drop-before' }, 2);
    await withRetry(store, stillWorld()).put(request);
    expect(await listAll(subject.store, request.name)).toHaveLength(1);
    expect(meter.snapshot().calls.put).toBe(3);
  });

  test('other bytes of the same length under the name are not taken for ours', async () => {
    const request = requestOf('mine!', await soon());
    await subject.store.put({ ...requestOf('yours'), name: request.name, lockUntil: request.lockUntil });
    await fault({ api: 's3', key: request.name }, { kind: 'drop-before' });
    const { versionId } = await withRetry(subject.store, stillWorld()).put(request);
    expect(await subject.store.get({ name: request.name, versionId })).toEqual(request.body);
    expect(await listAll(subject.store, request.name)).toHaveLength(2);
  });

  test('the same bytes under a shorter lock are not taken for the result', async () => {
    const request = requestOf('same', await soon());
    await subject.store.put({ ...request, lockUntil: (request.lockUntil ?? 0) - 60_000 });
    await fault({ api: 's3', key: request.name }, { kind: 'drop-before' });
    const { versionId } = await withRetry(subject.store, stillWorld()).put(request);
    expect((await subject.store.head({ name: request.name, versionId })).lock?.until).toBe(
      Math.floor(request.lockUntil ?? 0),
    );
  });

  test('"only if absent" refused because the first try arrived is a success', async () => {
    const { store, meter } = withMeter(subject.store);
    const request = { ...requestOf('absent', await soon()), onlyIfAbsent: true };
    await fault({ api: 's3', key: request.name }, { kind: 'drop-after' });
    // The listing fails too at first, so the PUT is not looked for in vain only once.
    await fault(
      { operation: kind === 's3' ? 'ListObjectVersions' : 'b2_list_file_versions' },
      { kind: 'status', status: 503 },
    );
    const { versionId } = await withRetry(store, stillWorld()).put(request);
    expect((await listAll(subject.store, request.name)).map((row) => row.versionId)).toEqual([versionId]);
    // On B2 the question whether the name is free is the listing that fails at first.
    expect(meter.snapshot().calls.put).toBe(kind === 's3' ? 1 : 2);
  });

  test('waits as long as the provider asks, plus jitter', async () => {
    const world = stillWorld();
    const request = requestOf('busy');
    await fault({ api: 's3', key: request.name }, { kind: 'status', status: 503, retryAfter: 7 }, 2);
    await withRetry(subject.store, world).put(request);
    expect(world.waits.map(Math.round)).toEqual([7_502, 8_004]);
  });

  test('gives up when the budget is used up, with the provider’s own error', async () => {
    const world = stillWorld();
    const request = requestOf('never');
    await fault({ api: 's3', key: request.name }, { kind: 'status', status: 503 }, 50);
    const store = withRetry(subject.store, world, { budget: 20_000 });
    await expect(store.put(request)).rejects.toMatchObject({ code: 'provider-busy' });
    expect(world.waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(20_000);
    await forgetFaults();
  });

  test('a refusal is not repeated', async () => {
    const { store, meter } = withMeter(subject.store);
    const world = stillWorld();
    const missing = { name: `${subject.prefix}nothing`, versionId: 'v' };
    await expect(withRetry(store, world).head(missing)).rejects.toBeInstanceOf(HoldfastError);
    expect(meter.snapshot().calls.head).toBe(1);
    expect(world.waits).toEqual([]);
  });

  test('a listing that breaks goes on where it was, without a row twice', async () => {
    const rows = Array.from(
      { length: 7 },
      (_, index) => `${subject.prefix}list${count}/${Math.floor(index / 3)}`,
    );
    for (const name of rows) await subject.store.put({ ...requestOf('row'), name });
    const wanted = await listAll(subject.store, `${subject.prefix}list${count}/`);
    for (const breakAfter of [0, 1, 2, 3, 4, 5, 6]) {
      const broken = breaking(subject.store, breakAfter);
      expect(await listAll(withRetry(broken, stillWorld()), `${subject.prefix}list${count}/`)).toEqual(
        wanted,
      );
    }
  });

  test('a provider that never answered is soon given up, one that did is waited for', async () => {
    const world = stillWorld();
    const store = withRetry(subject.store, world);
    const request = requestOf('silent');
    const waited = (): number => world.waits.reduce((sum, wait) => sum + wait, 0);
    await fault({ api: 's3' }, { kind: 'drop-before' }, 20);
    await expect(store.get({ name: request.name, versionId: 'v' })).rejects.toMatchObject({
      code: 'network-unreachable',
    });
    expect(waited()).toBeLessThanOrEqual(15_000);
    const fired = world.waits.length + 1;
    await forgetFaults();
    await store.put(request);
    await fault({ api: 's3' }, { kind: 'drop-before' }, fired + 3);
    const before = waited();
    await store.put({ ...request, name: `${request.name}-later` });
    expect(waited() - before).toBeGreaterThan(15_000);
  });

  test('of many deletions only those are asked again that the provider was too busy for', async () => {
    const asked: string[][] = [];
    const busy = new HoldfastError('provider-busy', {}, { retry: 'later' });
    const version = (versionId: string) => ({ name: `${subject.prefix}many`, versionId });
    const store = answering(subject.store, 'deleteVersions', (versions: readonly ObjectVersion[]) => {
      asked.push(versions.map(({ versionId }) => versionId));
      const again = asked.length < 3 ? versions.slice(-1) : [];
      const refused = { version: version('b'), error: new HoldfastError('object-locked') };
      return Promise.resolve([
        ...(asked.length === 1 ? [refused] : []),
        ...again.map((each) => ({ version: each, error: busy })),
      ]);
    });
    const refused = await withRetry(store, stillWorld()).deleteVersions(['a', 'b', 'c'].map(version));
    expect(refused.map(({ version: { versionId }, error }) => [versionId, error.code])).toEqual([
      ['b', 'object-locked'],
    ]);
    expect(asked).toEqual([['a', 'b', 'c'], ['c'], ['c']]);
  });

  test('stops when it is told to', async () => {
    const request = requestOf('stopped');
    await fault({ api: 's3', key: request.name }, { kind: 'status', status: 503 });
    const stop = new AbortController();
    const store = withRetry(subject.store, stillWorld(), { signal: stop.signal, onWait: () => stop.abort() });
    await expect(store.put(request)).rejects.toThrow('aborted');
  });
});

function answering<K extends 'deleteVersions'>(
  store: ObjectStore,
  call: K,
  answer: ObjectStore[K],
): ObjectStore {
  return new Proxy(store, {
    get: (target, property) =>
      property === call ? answer : (Reflect.get(target, property, target) as unknown),
  });
}

/** Hands out one row a page and breaks once, after so many rows. */
function breaking(store: ObjectStore, after: number): ObjectStore {
  let isBroken = false;
  return new Proxy(store, {
    get: (target, property) => {
      if (property !== 'listVersions') return Reflect.get(target, property, target) as unknown;
      return async function* (...asked: Parameters<ObjectStore['listVersions']>) {
        let given = 0;
        for await (const page of target.listVersions(...asked))
          for (const row of page) {
            if (!isBroken && given++ === after) {
              isBroken = true;
              throw new HoldfastError('network-unreachable', {}, { retry: 'later' });
            }
            yield [row];
          }
      };
    },
  });
}
