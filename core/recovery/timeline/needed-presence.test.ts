import { expect, test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { sha256Hex } from '../../crypto/sha256.ts';
import type { NeededObject } from '../../model/needed-object.ts';
import { objectName } from '../../repository/names.ts';
import { withMeter } from '../../storage/decorators/meter.ts';
import { BackupFixture, noise } from '../../../test/backup/backup-fixture.ts';
import { enoughMissing, NeededPresence } from './needed-presence.ts';

const fixture = new BackupFixture('s3');

const part = (number: number, size = 1_000): NeededObject => {
  const name = objectName('', 'lists', sha256Hex(Buffer.from(String(number))));
  return { name, versionId: 'none', size };
};

test('what several snapshots need is asked for once', async () => {
  const set = await fixture.newSet();
  writeFileSync(set.path('large'), noise(50_000));
  await set.backUp();
  writeFileSync(set.path('small'), 'words');
  await set.backUp();
  const [first, second] = await set.snapshots();
  const { store, meter } = withMeter(set.store);
  const presence = new NeededPresence({ store, prefix: set.repository.prefix });
  const heads = (): number => meter.snapshot().calls.head;
  const [one, before] = [await presence.of(second!), heads()];
  expect(one).toMatchObject({ missing: 0, needed: before });
  const two = await presence.of(first!);
  expect(two).toMatchObject({ missing: 0 });
  expect(heads() - before).toBeLessThan(two!.needed);
  const again = heads();
  expect(await presence.of(second!)).toEqual(one);
  expect(heads()).toBe(again);
});

test('list parts and versions that never were are missing, and versions of another length too', async () => {
  const set = await fixture.newSet();
  writeFileSync(set.path('large'), noise(50_000));
  await set.backUp();
  const [snapshot] = await set.snapshots();
  const presence = new NeededPresence(set.repository);
  const parts = [...snapshot!.parts, part(1), part(2)];
  expect(await presence.of({ ...snapshot!, parts })).toMatchObject({ missing: 2, lockedUntil: 0 });
  const version = { ...snapshot!.version, size: 7, versionId: `${snapshot!.version.versionId}` };
  expect(await new NeededPresence(set.repository).of({ parts: [], version })).toMatchObject({
    needed: 1,
    missing: 1,
  });
});

test('one that names far more than any of ours is not looked into, and nothing is asked for it', async () => {
  const set = await fixture.newSet();
  const { store, meter } = withMeter(set.store);
  const presence = new NeededPresence({ store, prefix: set.repository.prefix });
  const version = { name: `snapshots/${'a'.repeat(64)}`, versionId: 'v', size: 1_000 };
  const many = Array.from({ length: 140_000 }, (_, at) => part(at));
  expect(await presence.of({ version, parts: many })).toBeUndefined();
  expect(await presence.of({ version, parts: [part(1, 2 ** 30)] })).toBeUndefined();
  expect(presence.beyondBounds).toBe(2);
  expect([meter.snapshot().calls.get, meter.snapshot().calls.head]).toEqual([0, 0]);
});

test('one whose objects never were costs a bounded number of requests, and uses up nobody else’s', async () => {
  const set = await fixture.newSet();
  const { store, meter } = withMeter(set.store);
  const presence = new NeededPresence({ store, prefix: set.repository.prefix });
  const version = { name: `snapshots/${'b'.repeat(64)}`, versionId: 'v', size: 1_000 };
  const parts = Array.from({ length: 20_000 }, (_, at) => part(at));
  const found = await presence.of({ version, parts });
  expect(found).toMatchObject({ lockedUntil: 0 });
  expect(found!.missing).toBeGreaterThanOrEqual(enoughMissing);
  const { get, head } = meter.snapshot().calls;
  expect(get + head).toBeLessThan(2 * enoughMissing + 100);
});
