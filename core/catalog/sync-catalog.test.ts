import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { BackupFixture, noise, type TestSet } from '../../test/backup/backup-fixture.ts';
import { compareTrees } from '../../test/compare/compare-trees.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { dayMs } from '../locks/period.ts';
import { readPackFooter } from '../repository/pack-layout.ts';
import { objectName } from '../repository/names.ts';
import type { Catalog } from './catalog.ts';
import { listSnapshots } from './snapshots.ts';
import { syncCatalog } from './sync-catalog.ts';

describe.each(['s3', 'b2'] as const)('over %s', (kind) => {
  const here = new BackupFixture(kind);

  async function sync(set: TestSet, catalog = set.catalog): Promise<void> {
    await syncCatalog(set.repository, catalog, (await set.store.providerClock()).now);
  }

  /** What a catalog knows that decides anything, without its ordinals. */
  function knowledge(catalog: Catalog): { readonly objects: unknown; readonly chunks: unknown } {
    const database = new Database(catalog.file, { readonly: true });
    try {
      return {
        objects: database
          .prepare(
            `SELECT name, version_id, kind, size, confirmed_until, indexed AND kind IN ('data', 'tree') FROM object
             WHERE kind NOT IN ('key', 'repository') ORDER BY name, version_id`,
          )
          .raw()
          .all(),
        chunks: database
          .prepare(
            `SELECT hex(chunk.id), name, segment_offset, sealed_length, plain_length, offset, length
             FROM chunk JOIN object ON object.id = pack ORDER BY 1`,
          )
          .raw()
          .all(),
      };
    } finally {
      database.close();
    }
  }

  function someFiles(set: TestSet): void {
    mkdirSync(set.path('folder'));
    for (let file = 0; file < 4; file++)
      writeFileSync(set.path('folder', `${file}`), noise(20_000, file + 1));
  }

  test('a catalog that was lost knows the same again, and reads no pack for it', async () => {
    const set = await here.newSet();
    someFiles(set);
    await set.backUp({}, { packTargetBytes: 30_000 });
    writeFileSync(set.path('more'), noise(20_000, 77));
    await set.backUp();
    const before = knowledge(set.catalog);
    set.loseCatalog();
    set.store.gets.length = 0;
    await sync(set);
    expect(knowledge(set.catalog)).toEqual(before);
    expect(set.store.gets.filter((name) => name.includes('/packs/'))).toEqual([]);
    expect(await set.backUp()).toMatchObject({ packs: 0 });
    expect(set.store.putFolders).toEqual(['snapshots']);
  });

  test('an older copy learns what came since', async () => {
    const set = await here.newSet();
    someFiles(set);
    await set.backUp();
    set.catalog.close();
    copyFileSync(join(set.folder, 'catalog'), join(set.folder, 'copy'));
    set.catalog = set.anotherCatalog('catalog');
    writeFileSync(set.path('more'), noise(20_000, 77));
    await set.backUp();
    const older = set.anotherCatalog('copy');
    await sync(set, older);
    expect(knowledge(older)).toEqual(knowledge(set.catalog));
    expect(await set.backUp({}, { catalog: older })).toMatchObject({ packs: 0, newBytes: 0 });
    older.close();
  });

  test('when nothing is new it costs one listing', async () => {
    const set = await here.newSet();
    someFiles(set);
    await set.backUp();
    set.store.gets.length = 0;
    let heads = 0;
    set.store.onHead = (head) => {
      heads++;
      return head;
    };
    await sync(set);
    expect({ heads, gets: set.store.gets }).toEqual({ heads: 0, gets: [] });
  });

  test('a pack that no index holds is found, read and used', async () => {
    const set = await here.newSet();
    someFiles(set);
    set.store.onPut = (request, put) =>
      request.name.includes('/index/')
        ? Promise.reject(new HoldfastError('network-unreachable'))
        : put(request);
    await expect(set.backUp()).rejects.toMatchObject({ code: 'network-unreachable' });
    set.store.onPut = (request, put) => put(request);
    set.loseCatalog();
    expect(await set.backUp()).toMatchObject({ newBytes: 0, packs: 0 });
    expect(set.store.putFolders).toEqual(['index', 'lists', 'snapshots']);
    await set.expectWhole();
  });

  test('a genuine trailer behind other bytes is not believed', async () => {
    const set = await here.newSet();
    someFiles(set);
    set.store.onPut = async (request, put) => {
      if (request.name.includes('/index/')) throw new HoldfastError('network-unreachable');
      if (!request.name.includes('/packs/')) return await put(request);
      // Whoever has the storage key, and not the words, can do this.
      const forged = Buffer.from(request.body);
      forged.writeUInt8(forged[100]! ^ 1, 100);
      expect(readPackFooter(forged)).toBeGreaterThan(0);
      const sha256 = createHash('sha256').update(forged).digest('hex');
      const { md5: _, ...rest } = request;
      return await put({
        ...rest,
        body: forged,
        sha256,
        name: objectName(set.repository.prefix, 'packs', sha256),
      });
    };
    await expect(set.backUp()).rejects.toBeInstanceOf(HoldfastError);
    set.store.onPut = (request, put) => put(request);
    set.loseCatalog();
    await sync(set);
    expect(set.catalog.objects.ofKinds('data', 'tree')).toEqual([]);
    expect(await set.backUp()).toMatchObject({ newBytes: 80_000 });
    await set.expectWhole();
  });

  test('markers, foreign versions and foreign objects over everything change nothing', async () => {
    const set = await here.newSet();
    someFiles(set);
    await set.backUp();
    const before = knowledge(set.catalog);
    const { prefix } = set.repository;
    const names: string[] = [];
    for await (const page of here.powerful.listVersions(prefix)) names.push(...page.map(({ name }) => name));
    const put = async (name: string, body: Uint8Array): Promise<void> => {
      const sha256 = createHash('sha256').update(body).digest('hex');
      await here.powerful.put({ name: name.replace('HASH', sha256), body, sha256, lockUntil: undefined });
    };
    for (const name of names) {
      await put(name, Buffer.from('other bytes'));
      await here.powerful.hide(name);
    }
    for (const folder of ['index', 'lists', 'snapshots', 'packs/00', 'keys', 'repository']) {
      await put(`${prefix}${folder}/HASH`, Buffer.from(`foreign ${folder}`));
      await put(`${prefix}${folder}/not a hash`, Buffer.from('x'));
    }
    // Claims to be of a later format, and carries no mark of ours.
    for (const [folder, letter] of Object.entries({
      index: 'I',
      snapshots: 'S',
      packs: 'P',
      keys: 'K',
      repository: 'R',
    })) {
      const later = Buffer.from(
        `HOLDFAST\x07${letter}\0\0\0\x02{}${'a mac would be here'.repeat(9)}`,
        'latin1',
      );
      const hash = createHash('sha256').update(later).digest('hex');
      await put(
        folder === 'packs' ? `${prefix}packs/${hash.slice(0, 2)}/HASH` : `${prefix}${folder}/HASH`,
        later,
      );
    }
    set.loseCatalog();
    await sync(set);
    expect(knowledge(set.catalog)).toEqual(before);
    expect(await listSnapshots(set.repository, set.catalog)).toMatchObject({ snapshots: [{}], foreign: 3 });
    expect(await set.backUp()).toMatchObject({ newBytes: 0, packs: 0 });
    expect(compareTrees(set.source, `${await set.restore()}/source`)).toMatchObject({ differences: 0 });
  });

  test('what was stored twice, because its first pack had gone, is found again whatever the order of the index', async () => {
    const set = await here.newSet();
    someFiles(set);
    for (let round = 0; round < 4; round++) {
      await set.backUp();
      await here.moveClock(100 * dayMs);
      await here.destroy(
        set,
        set.catalog.objects.ofKinds('data', 'tree').map(({ name }) => name),
      );
    }
    await set.backUp();
    set.catalog.close();
    rmSync(join(set.folder, 'catalog'));
    set.catalog = set.anotherCatalog('catalog');
    await sync(set);
    expect(set.catalog.objects.ofKinds('data', 'tree')).toHaveLength(2);
    expect(compareTrees(set.source, `${await set.restore()}/source`)).toMatchObject({ differences: 0 });
    expect(await set.backUp()).toMatchObject({ packs: 0 });
  });
});
