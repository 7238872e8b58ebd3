import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildNastyTree } from '../../trees/build-nasty-tree.ts';
import type { BucketVersion } from '../places/intruder.ts';
import { prefix, type Place, type SetUp } from '../places/place.ts';
import { workFolder } from '../work-folder.ts';
import { inParallel } from './in-parallel.ts';
import { expectRestores } from './restored.ts';

export type StoryTree = {
  /** Builds it in a folder that does not exist. */
  readonly build: (path: string) => void;
  readonly files: number;
};

/** Links, devices, odd names and times, and 10,000 entries in one directory. */
export const nastyTree: StoryTree = { build: (path) => void buildNastyTree(path), files: 10_000 };

/** Files go in, an intruder does his worst, files come back. */
export function roundTripStory(place: () => Place, source: StoryTree): void {
  describe('round trip and attack', () => {
    const folder = workFolder();
    const tree = join(folder.path, 'tree');
    let setUp: SetUp;
    let objects: readonly BucketVersion[];
    const restores = (name: string): Promise<void> =>
      expectRestores(setUp.holdfast, 'latest', tree, join(folder.path, name));
    const forgetCatalog = (): void => {
      for (const end of ['', '-wal', '-shm'])
        rmSync(join(setUp.holdfast.home, `catalog.sqlite${end}`), { force: true });
    };

    beforeAll(async () => {
      folder.make();
      source.build(tree);
      setUp = await place().setUp();
    });
    afterAll(() => folder.remove());

    test('everything comes back identical', async () => {
      const report = await setUp.holdfast.succeed(['backup', tree]);
      expect(report['skipped']).toEqual([]);
      expect(report['files']).toBeGreaterThanOrEqual(source.files);
      // Not the canaries of set-up, whose locks are a minute long.
      objects = (await setUp.owner.list()).filter(
        ({ name }) => name.startsWith(prefix) && !name.startsWith(`${prefix}proof/`),
      );
      await restores('restored');
    });

    test('also after the catalog was deleted', async () => {
      forgetCatalog();
      await restores('without catalog');
    });

    test.runIf(source === nastyTree)('one file and one folder come back by themselves', async () => {
      const to = join(folder.path, 'chosen');
      const report = await setUp.holdfast.succeed([
        'restore',
        'latest',
        join(tree, 'contents', 'one byte'),
        join(tree, 'links'),
        '--to',
        to,
      ]);
      expect(report['problems']).toEqual([]);
      expect(report['files']).toBeLessThan(20);
    });

    test('check reads every byte and finds nothing', async () => {
      expect(await setUp.holdfast.succeed(['check', '--read-data'])).toMatchObject({ ok: true });
    });

    test('whatever has the stored key can delete, shorten or bypass nothing', async () => {
      expect(objects.length).toBeGreaterThan(5);
      const done = await inParallel(objects, 8, (version) => setUp.thief.destroy(version));
      expect(done.flat()).toEqual([]);
    });

    test('nor can whatever has the most powerful key, although it can delete what is not locked', async () => {
      await setUp.owner.deleteSomethingUnlocked();
      const done = await inParallel(objects, 8, (version) => setUp.owner.destroy(version));
      expect(done.flat()).toEqual([]);
      const dates = await inParallel(objects, 8, (version) => setUp.owner.lockedUntil(version));
      expect(Math.min(...dates.map((date) => date ?? 0))).toBeGreaterThan(Date.now() + 29 * 86_400_000);
    });

    test('everything comes back after the stored key hid and overwrote every object', async () => {
      const names = [...new Set(objects.map(({ name }) => name))];
      await inParallel(names, 8, async (name) => {
        await setUp.thief.hide(name);
        await setUp.thief.overwrite(name, `ransom for ${name}`);
        await setUp.thief.hide(name);
      });
      await restores('after the attack');
    });

    test('and on a clean computer, with the recovery kit and a key that only reads', async () => {
      const clean = await setUp.cleanComputer();
      await expectRestores(clean, 'latest', tree, join(folder.path, 'on a clean computer'));
    });
  });
}
