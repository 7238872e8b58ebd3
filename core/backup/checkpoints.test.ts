import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BackupFixture, noise, type TestSet } from '../../test/backup/backup-fixture.ts';
import { compareTrees } from '../../test/compare/compare-trees.ts';

const here = new BackupFixture();
const never = 1e12;

function manyFolders(set: TestSet): void {
  for (let folder = 0; folder < 12; folder++) {
    mkdirSync(set.path(`folder ${folder}`));
    for (let file = 0; file < 5; file++)
      writeFileSync(set.path(`folder ${folder}`, `${file}`), noise(30_000, folder * 10 + file + 1));
  }
}

test('the index is written while packs are still on their way', async () => {
  const set = await here.newSet();
  manyFolders(set);
  const indexed = Promise.withResolvers<void>();
  let packs = 0;
  set.store.onPut = async (request, put) => {
    if (request.name.includes('/packs/') && ++packs === 3) await indexed.promise;
    const result = await put(request);
    if (request.name.includes('/index/')) indexed.resolve();
    return result;
  };
  await set.backUp({}, { packTargetBytes: 100_000, checkpointMs: { index: 1, partial: never } });
  const { putFolders } = set.store;
  expect(putFolders.indexOf('index')).toBeLessThan(putFolders.lastIndexOf('packs'));
  expect(putFolders.filter((folder) => folder === 'snapshots')).toHaveLength(1);
  await set.expectWhole();
});

test('partial snapshots of a long run can be restored, and say that they are not complete', async () => {
  const set = await here.newSet();
  manyFolders(set);
  await set.backUp({}, { packTargetBytes: 100_000, workers: 2, checkpointMs: { index: 1, partial: 1 } });
  await set.expectWhole();
  const snapshots = await set.snapshots();
  expect(snapshots.length).toBeGreaterThan(1);
  expect(snapshots.map(({ body }) => body.complete)).toEqual([...snapshots.slice(1).map(() => false), true]);
  const to = await set.restore(snapshots[0]);
  expect(compareTrees(`${to}/source`, set.source).differences).toBeLessThan(12 * 6 + 1);
  expect(compareTrees(`${await set.restore()}/source`, set.source)).toMatchObject({ differences: 0 });
});

describe('a run that ends early', () => {
  test('cancelled: says so, publishes nothing, and the next one goes on', async () => {
    const set = await here.newSet();
    manyFolders(set);
    const stop = new AbortController();
    let packs = 0;
    set.store.onPut = async (request, put) => {
      const result = await put(request);
      if (request.name.includes('/packs/') && ++packs === 3) stop.abort();
      return result;
    };
    await expect(set.backUp({}, { packTargetBytes: 100_000, signal: stop.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    const sent = set.store.puts.length;
    expect(await set.snapshots()).toEqual([]);
    const kept = set.catalog.objects.ofKinds('data').length;
    expect(kept).toBeGreaterThanOrEqual(3);
    expect(kept).toBe(sent);
    const next = await set.backUp({}, { packTargetBytes: 100_000 });
    expect(next.newBytes).toBeLessThan(12 * 5 * 30_000 - 250_000);
    await set.expectWhole();
  });

  test('cancelled before it began', async () => {
    const set = await here.newSet();
    writeFileSync(set.path('a'), 'a');
    await expect(set.backUp({}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(set.store.puts).toEqual([]);
  });

  test('a folder that went is no reason to end', async () => {
    const set = await here.newSet();
    manyFolders(set);
    set.store.onPut = (request, put) => {
      rmSync(set.path('folder 3'), { recursive: true, force: true });
      return put(request);
    };
    await set.backUp({}, { packTargetBytes: 100_000, checkpointMs: { index: 1, partial: 1 } });
    await set.expectWhole();
  });
});
