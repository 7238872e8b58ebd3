import { randomBytes } from 'node:crypto';
import { appendFileSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Place, SetUp } from '../places/place.ts';
import { workFolder } from '../work-folder.ts';
import { bytesOf, objectsOf } from './objects-of.ts';
import { expectRestores } from './restored.ts';

const mib = 1 << 20;

/** Later backups store what changed and nothing else, whatever state the catalog is in. */
export function incrementalStory(place: () => Place): void {
  describe('later backups', () => {
    const folder = workFolder();
    const tree = join(folder.path, 'tree');
    const oldCatalog = join(folder.path, 'old catalog');
    let setUp: SetUp;
    let first: string;
    const backup = (): Promise<Readonly<Record<string, unknown>>> => setUp.holdfast.succeed(['backup', tree]);
    const packs = async () => await objectsOf(setUp.owner, 'packs');

    beforeAll(async () => {
      folder.make();
      setUp = await place().setUp();
      for (let number = 0; number < 40; number++) {
        mkdirSync(join(tree, `folder ${number}`), { recursive: true });
        for (let each = 0; each < 50; each++)
          writeFileSync(
            join(tree, `folder ${number}`, `file ${each}`),
            `${number} ${each}\n`.repeat(each * 20),
          );
      }
      writeFileSync(join(tree, 'large'), randomBytes(24 * mib));
    });
    afterAll(() => folder.remove());

    test('of an unchanged tree upload no pack', async () => {
      first = String((await backup())['snapshot']);
      const before = await packs();
      const again = await backup();
      expect(again).toMatchObject({ newBytes: 0, storedBytes: 0 });
      expect(again['snapshot']).not.toBe(first);
      expect(await packs()).toEqual(before);
    });

    test('of one changed file upload only what changed', async () => {
      copyFileSync(join(setUp.holdfast.home, 'catalog.sqlite'), oldCatalog);
      const wal = join(setUp.holdfast.home, 'catalog.sqlite-wal');
      if (existsSync(wal)) copyFileSync(wal, `${oldCatalog}-wal`);
      const before = bytesOf(await packs());
      appendFileSync(join(tree, 'large'), randomBytes(1000));
      const report = await backup();
      // The last chunk of the large file (at most 4 MiB) and the directory that holds it.
      expect(report['newBytes']).toBeLessThan(5 * mib);
      expect(report['newBytes']).toBeGreaterThan(0);
      expect(bytesOf(await packs()) - before).toBeLessThan(6 * mib);
      await expectRestores(setUp.holdfast, 'latest', tree, join(folder.path, 'changed'));
    });

    test('a catalog from before the last backup makes nothing wrong and stores nothing twice', async () => {
      for (const end of ['-wal', '-shm'])
        rmSync(join(setUp.holdfast.home, `catalog.sqlite${end}`), { force: true });
      copyFileSync(oldCatalog, join(setUp.holdfast.home, 'catalog.sqlite'));
      if (existsSync(`${oldCatalog}-wal`))
        copyFileSync(`${oldCatalog}-wal`, join(setUp.holdfast.home, 'catalog.sqlite-wal'));
      const before = bytesOf(await packs());
      writeFileSync(join(tree, 'another'), randomBytes(2000));
      await backup();
      expect(bytesOf(await packs()) - before).toBeLessThan(mib);
      await expectRestores(setUp.holdfast, 'latest', tree, join(folder.path, 'after old catalog'));
      expect(await setUp.holdfast.succeed(['check', '--read-data'])).toMatchObject({ ok: true });
    });

    test('a file that vanished is in the older snapshot still', async () => {
      rmSync(join(tree, 'folder 7'), { recursive: true });
      await backup();
      await expectRestores(setUp.holdfast, 'latest', tree, join(folder.path, 'less'));
      const to = join(folder.path, 'older');
      const report = await setUp.holdfast.succeed(['restore', first, join(tree, 'folder 7'), '--to', to]);
      expect(report).toMatchObject({ files: 50, problems: [] });
    });
  });
}
