import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPracticeSubject, type PracticeSubject } from '../../../test/storage/open-practice-subject.ts';
import { stillWorld } from '../../../test/storage/still-world.ts';
import { listAll } from '../conformance/check-tools.ts';
import { withMeter } from './meter.ts';
import { asReadOnly } from './read-only.ts';
import { withThrottle } from './throttle.ts';

let subject: PracticeSubject;
beforeAll(async () => {
  subject = await openPracticeSubject('b2');
});
afterAll(() => subject.close());

const request = (name: string, length: number) => {
  const body = new Uint8Array(length);
  return {
    name: `${subject.prefix}${name}`,
    body,
    sha256: createHash('sha256').update(body).digest('hex'),
    lockUntil: undefined,
  };
};

test('the meter counts calls by kind, and bytes both ways', async () => {
  const { store, meter } = withMeter(subject.store);
  const { name } = request('metered', 1_000);
  const { versionId } = await store.put(request('metered', 1_000));
  await store.get({ name, versionId });
  await store.get({ name, versionId }, { start: 10, end: 30 });
  await store.head({ name, versionId });
  await listAll(store, name);
  await expect(store.get({ name, versionId: 'none' })).rejects.toMatchObject({ code: 'object-missing' });
  const { calls, uploadedBytes, downloadedBytes } = meter.snapshot();
  expect(calls).toMatchObject({ put: 1, get: 3, head: 1, listVersions: 1, renew: 0 });
  expect(uploadedBytes).toBe(1_000);
  expect(downloadedBytes).toBe(1_020);
});

test('the throttle keeps an average over uploads and downloads together', async () => {
  const world = stillWorld();
  const store = withThrottle(subject.store, { bytesPerSecond: 1_000, world });
  const first = request('slow', 5_000);
  const { versionId } = await store.put(first);
  await store.get({ name: first.name, versionId }, { start: 0, end: 2_000 });
  await store.put(request('slow', 0));
  expect(world.waits).toEqual([5_000, 2_000]);
});

describe('read-only', () => {
  test('reads', async () => {
    const { name } = request('fixed', 10);
    const { versionId } = await subject.store.put(request('fixed', 10));
    const store = asReadOnly(subject.store);
    expect(await store.get({ name, versionId })).toHaveLength(10);
    expect((await store.head({ name, versionId })).size).toBe(10);
    expect(await listAll(store, name)).toHaveLength(1);
    expect((await store.bucketState()).lockEnabled).toBe(true);
    expect((await store.keyCapabilities())?.capabilities).toContain('writeFiles');
    expect((await store.providerClock()).movedBy).toBe(0);
  });

  test('changes nothing, whatever is asked', async () => {
    const put = await subject.powerful.put(request('kept', 10));
    const version = { name: `${subject.prefix}kept`, versionId: put.versionId };
    const store = asReadOnly(subject.powerful);
    const before = await listAll(subject.store, version.name);
    const later = put.providerTime + 60_000;
    const writes = [
      () => store.put(request('kept', 10)),
      () => store.renew(version, later),
      () => store.setLegalHold(version, true),
      () => store.hide(version.name),
      () => store.deleteVersion(version),
      () => store.deleteVersions([version]),
      () => store.replaceLock(version, { mode: 'compliance', until: later }),
    ];
    for (const write of writes) await expect(write()).rejects.toMatchObject({ code: 'read-only' });
    expect(await listAll(subject.store, version.name)).toEqual(before);
  });
});
