import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BackupFixture, noise } from '../../test/backup/backup-fixture.ts';
import { compareTrees } from '../../test/compare/compare-trees.ts';

const here = new BackupFixture();

test('two catalogs that take turns see what the other stored and add nothing twice', async () => {
  const set = await here.newSet();
  const other = set.anotherCatalog('clone');
  writeFileSync(set.path('first'), noise(50_000));
  await set.backUp();
  expect(await set.backUp({}, { catalog: other })).toMatchObject({ newBytes: 0, packs: 0 });
  writeFileSync(set.path('second'), noise(50_000, 2));
  expect(await set.backUp({}, { catalog: other })).toMatchObject({ newBytes: 50_000 });
  expect(await set.backUp()).toMatchObject({ newBytes: 0, packs: 0 });
  expect(await set.expectWhole()).toHaveLength(4);
  other.close();
});

test('two at the same time store some twice, and every snapshot is whole with every catalog', async () => {
  const set = await here.newSet();
  mkdirSync(set.path('folder'));
  for (let file = 0; file < 10; file++) writeFileSync(set.path('folder', `${file}`), noise(20_000, file + 1));
  const other = set.anotherCatalog('clone');
  const small = { packTargetBytes: 50_000 };
  const [one, two] = await Promise.all([set.backUp({}, small), set.backUp({}, { ...small, catalog: other })]);
  expect(one.snapshot).not.toBe(two.snapshot);
  expect(await set.expectWhole()).toHaveLength(2);
  // Each has now two places for each chunk.
  await set.backUp({}, { catalog: other });
  await set.backUp();
  for (const catalog of [set.catalog, other])
    for (const snapshot of await set.snapshots())
      expect(compareTrees(set.source, `${await set.restore(snapshot, catalog)}/source`)).toMatchObject({
        differences: 0,
      });
  set.loseCatalog();
  expect(await set.backUp()).toMatchObject({ newBytes: 0, packs: 0 });
  expect(await set.expectWhole()).toHaveLength(5);
  other.close();
});
