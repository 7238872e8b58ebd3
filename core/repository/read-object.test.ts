import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPracticeSubject, type PracticeSubject } from '../../test/storage/open-practice-subject.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { objectName } from './names.ts';
import { findObject, readObject } from './read-object.ts';

let subject: PracticeSubject;
beforeAll(async () => {
  subject = await openPracticeSubject('s3');
});
afterAll(() => subject.close());

const hours = (count: number): number => count * 3_600_000;

/** One version of `name`; locked so many hours, 0: not locked. Returns its version id. */
async function put(name: string, body: Uint8Array, lockHours: number): Promise<string> {
  const { store, prefix, moveClock } = subject;
  await moveClock?.(1000);
  const { now } = await store.providerClock();
  const lockUntil = lockHours > 0 ? Math.floor((now + hours(lockHours)) / 1000) * 1000 : undefined;
  return (await store.put({ name: prefix + name, body, sha256: sha256Hex(body), lockUntil })).versionId;
}

const find = (name: string, size?: number): ReturnType<typeof findObject> =>
  findObject(subject.store, subject.prefix, name, size, 10_000);

test('of the versions whose bytes hash to the name the one locked longest counts, since the oldest', async () => {
  const body = randomBytes(500);
  const name = objectName('', 'index', sha256Hex(body));
  await put(name, randomBytes(500), 90);
  await put(name, body.subarray(1), 90);
  const oldest = await put(name, body, 5);
  await subject.store.hide(subject.prefix + name);
  const longest = await put(name, body, 20);
  await put(name, body, 10);
  await put(name, randomBytes(500), 90);
  const found = await find(name);
  expect(found?.version).toEqual({ name, versionId: longest, size: 500 });
  expect(Buffer.compare(found!.bytes, body)).toBe(0);
  const head = await subject.store.head({ name: subject.prefix + name, versionId: oldest });
  expect(Math.abs(found!.uploadedAt - head.uploadedAt)).toBeLessThan(1000);
  expect(found!.lockedUntil).toBeGreaterThan((await subject.store.providerClock()).now + hours(19));
  expect(await find(name, 499)).toBeUndefined();
});

test('an intruder’s flood of longer locked versions does not keep ours from being found', async () => {
  const body = randomBytes(300);
  const name = objectName('', 'index', sha256Hex(body));
  const ours = await put(name, body, 5);
  for (let number = 0; number < 30; number++) await put(name, randomBytes(300), 90);
  expect((await find(name))?.version.versionId).toBe(ours);
});

test('nothing fits: undefined', async () => {
  const name = objectName('', 'index', '0'.repeat(64));
  expect(await find(name)).toBeUndefined();
  await put(name, randomBytes(5), 0);
  expect(await find(name)).toBeUndefined();
  const large = new Uint8Array(10_001);
  await put(objectName('', 'index', sha256Hex(large)), large, 0);
  expect(await find(objectName('', 'index', sha256Hex(large)))).toBeUndefined();
});

test('a version that does not hash to its name, or has another size, is damaged; one that is gone is missing', async () => {
  const { store, prefix } = subject;
  const name = objectName('', 'index', 'a'.repeat(64));
  const versionId = await put(name, new Uint8Array(5), 0);
  const read = (size: number, version = versionId): Promise<Uint8Array> =>
    readObject(store, prefix, { name, versionId: version, size });
  await expect(read(5)).rejects.toMatchObject({ code: 'object-damaged', details: { name } });
  await expect(read(6)).rejects.toMatchObject({ code: 'object-damaged' });
  await subject.powerful.deleteVersion({ name: prefix + name, versionId });
  await expect(read(5)).rejects.toMatchObject({ code: 'object-missing' });
});
