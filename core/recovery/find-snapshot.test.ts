import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { BackupFixture, type TestSet } from '../../test/backup/backup-fixture.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { sealSnapshot } from '../repository/snapshot-object.ts';
import { concurrently } from '../system/concurrently.ts';
import { realWorld } from '../system/world.ts';
import { findSnapshot } from './find-snapshot.ts';

const fixture = new BackupFixture('b2');

/** Bytes of a snapshot that authenticates and needs nothing. */
function sealed({ repository }: TestSet, startedAt = 1): Uint8Array {
  const statistics = { files: 0, directories: 0, others: 0, bytes: 0, newBytes: 0, storedBytes: 0 };
  const body = {
    startedAt,
    finishedAt: startedAt,
    host: 'host',
    user: 'user',
    platform: 'linux',
    program: 'test',
    roots: [],
    excludes: [],
    complete: true,
    statistics,
    skipped: [],
    skippedCount: 0,
    previous: null,
    protectDays: 30,
    decisions: [],
  };
  return sealSnapshot(repository.keys, repository.repositoryId, { parts: [], body }, realWorld.random);
}

async function plant(name: string, body: Uint8Array): Promise<void> {
  await fixture.powerful.put({ name, body, sha256: sha256Hex(body), lockUntil: undefined });
}

const nameOf = ({ repository }: TestSet, id: string): string => `${repository.prefix}snapshots/${id}`;

test('the oldest version counts, whatever lies above it under its name', async () => {
  const set = await fixture.newSet();
  const bytes = sealed(set);
  const id = sha256Hex(bytes);
  await plant(nameOf(set, id), bytes);
  const before = await findSnapshot(set.repository, id);
  await concurrently(Array.from({ length: 140 }), 16, () => plant(nameOf(set, id), randomBytes(50)));
  await fixture.powerful.hide(nameOf(set, id));
  expect(await findSnapshot(set.repository, id.slice(0, 10))).toEqual(before);
});

test('hundreds of names that begin like ours cost little and confuse nobody', async () => {
  const set = await fixture.newSet();
  const bytes = sealed(set);
  const id = sha256Hex(bytes);
  await plant(nameOf(set, id), bytes);
  const alike = (): string => nameOf(set, `${id.slice(0, 8)}${randomBytes(28).toString('hex')}`);
  // Every tenth begins as ours does and goes on otherwise.
  await concurrently(Array.from({ length: 270 }).keys(), 16, (at) =>
    plant(alike(), at % 10 === 0 ? Buffer.concat([bytes, randomBytes(8)]) : randomBytes(400)),
  );
  set.store.gets.length = 0;
  expect((await findSnapshot(set.repository, id.slice(0, 8))).id).toBe(id);
  // Two beginnings of each of the 256 oldest, and what begins like ours whole.
  expect(set.store.gets.length).toBeLessThan(600);
});

test('two that fit, none, and what is no id', async () => {
  const set = await fixture.newSet();
  const all = Array.from({ length: 17 }, (_, at) => sealed(set, at)).map((bytes) => ({
    bytes,
    id: sha256Hex(bytes),
  }));
  await concurrently(all, 16, ({ id, bytes }) => plant(nameOf(set, id), bytes));
  const digits = all.map(({ id }) => id.charAt(0));
  const twice = digits.find((digit, at) => digits.indexOf(digit) !== at) ?? '';
  await expect(findSnapshot(set.repository, twice)).rejects.toMatchObject({ code: 'snapshot-ambiguous' });
  for (const wanted of ['', 'latest', 'x', '0'.repeat(64), '0'.repeat(65)])
    await expect(findSnapshot(set.repository, wanted)).rejects.toMatchObject({ code: 'snapshot-unknown' });
});
