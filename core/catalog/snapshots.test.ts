import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BackupFixture, noise, type TestSet } from '../../test/backup/backup-fixture.ts';
import { WatchedStore } from '../../test/backup/watched-store.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { ByteRange, ListedVersion, ObjectVersion } from '../model/object.ts';
import { listSnapshots, versionsByName } from './snapshots.ts';

const here = new BackupFixture();
const flood = 40;

async function floodedSet(): Promise<TestSet> {
  const set = await here.newSet();
  writeFileSync(set.path('file'), noise(5_000));
  await set.backUp();
  for (let number = 0; number < flood; number++) {
    const body = Buffer.concat([Buffer.from('HOLDFAST'), noise(200_000, number + 1)]);
    const sha256 = createHash('sha256').update(body).digest('hex');
    const name = `${set.repository.prefix}snapshots/${sha256}`;
    await set.store.put({ name, body, sha256, lockUntil: undefined });
  }
  set.loseCatalog();
  set.store.gets.length = 0;
  return set;
}

test('a flood of names is looked at twice, in kilobytes, and never again', async () => {
  const set = await floodedSet();
  for (const expected of [flood, flood, 0]) {
    set.store.gets.length = 0;
    const { snapshots, foreign } = await listSnapshots(set.repository, set.catalog);
    expect([snapshots.length, foreign]).toEqual([1, flood]);
    const ours = set.store.gets.filter((name) => name.endsWith(snapshots[0]!.id)).length;
    expect(set.store.gets.length - ours).toBe(expected);
  }
});

test('a later version under such a name is looked at', async () => {
  const set = await floodedSet();
  await listSnapshots(set.repository, set.catalog);
  await listSnapshots(set.repository, set.catalog);
  const { snapshots } = await listSnapshots(set.repository, undefined);
  const name = set.store.gets.find((one) => !one.endsWith(snapshots[0]!.id))!;
  const body = noise(300, 7);
  const sha256 = createHash('sha256').update(body).digest('hex');
  await set.store.put({ name, body, sha256, lockUntil: undefined });
  set.store.gets.length = 0;
  await listSnapshots(set.repository, set.catalog);
  expect(set.store.gets).toEqual([name, name]);
});

/** Answers for one name with other bytes, or not at all. */
class WrongFor extends WatchedStore {
  wrong = '';
  how: 'altered' | 'missing' = 'altered';

  override async get(version: ObjectVersion, range?: ByteRange): Promise<Uint8Array> {
    const bytes = await super.get(version, range);
    if (!version.name.endsWith(this.wrong) || this.wrong === '') return bytes;
    if (this.how === 'missing') throw new HoldfastError('object-missing', { name: version.name });
    return bytes.map((byte) => byte ^ 1);
  }
}

test.each(['altered', 'missing'] as const)(
  'one answer that is %s loses no snapshot for good',
  async (how) => {
    const set = await floodedSet();
    const store = new WrongFor(set.store);
    const repository = { ...set.repository, store };
    const [snapshot] = await set.snapshots();
    Object.assign(store, { wrong: snapshot!.id, how });
    expect((await listSnapshots(repository, set.catalog)).snapshots).toEqual([]);
    if (how === 'missing') await listSnapshots(repository, set.catalog);
    store.wrong = '';
    expect((await listSnapshots(repository, set.catalog)).snapshots).toMatchObject([{ id: snapshot!.id }]);
  },
);

test('of a name with versions without end the oldest are kept, and markers push none of them out', async () => {
  const row = (name: string, at: number, kind: ListedVersion['kind']): ListedVersion => ({
    name,
    versionId: `${at}`,
    kind,
    size: 1,
    uploadedAt: at,
    latest: false,
    lock: undefined,
  });
  let longest = 0;
  const listVersions = async function* (): AsyncGenerator<readonly ListedVersion[]> {
    for (let at = 100_000; at > 0; at -= 1000)
      yield await Promise.resolve(
        Array.from({ length: 1000 }, (_, back) => row('a', at - back, (at - back) % 3 ? 'marker' : 'object')),
      );
    yield [row('a', 0, 'object'), row('b', 1, 'marker'), row('c', 2, 'object')];
  };
  const found: (readonly ListedVersion[])[] = [];
  const store = { listVersions } as unknown as WatchedStore;
  for await (const versions of versionsByName({ store }, '')) {
    longest = Math.max(longest, versions.length);
    found.push(versions);
  }
  expect(found.map(([first]) => [first?.name, first?.uploadedAt])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 2],
  ]);
  expect(found[0]!.slice(0, 8).filter(({ kind }) => kind === 'object')[1]).toMatchObject({ versionId: '3' });
  expect(longest).toBeLessThanOrEqual(128);
});
