import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Place, SetUp } from '../places/place.ts';
import { workFolder } from '../work-folder.ts';
import { inParallel } from './in-parallel.ts';
import { expectRestores } from './restored.ts';

const day = 86_400_000;

/** The bucket sets the dates, P + 7 days, and the stored key cannot lengthen any. */
export function strictStory(place: () => Place): void {
  describe('strict mode', () => {
    const folder = workFolder();
    const tree = join(folder.path, 'tree');
    let setUp: SetUp;

    beforeAll(async () => {
      folder.make();
      setUp = await place().setUp('--strict');
      mkdirSync(tree);
      writeFileSync(join(tree, 'a'), 'a');
      await setUp.holdfast.succeed(['backup', tree], [0, 3]);
    });
    afterAll(() => folder.remove());

    test('everything is locked by the bucket, and the thief can neither delete nor lengthen', async () => {
      const now = await place().now();
      const ours = (await setUp.owner.list()).filter(({ kind }) => kind === 'object');
      const dates = await inParallel(
        ours,
        4,
        async (version) => (await setUp.owner.lockedUntil(version)) ?? 0,
      );
      for (const until of dates) {
        expect(until).toBeGreaterThan(now + 36.9 * day);
        expect(until).toBeLessThan(now + 37.1 * day);
      }
      expect((await inParallel(ours, 4, (version) => setUp.thief.destroy(version))).flat()).toEqual([]);
      expect(await setUp.thief.lengthen(ours[0]!, now + 400 * day)).toBe(false);
      expect(await setUp.owner.lengthen(ours[0]!, now + 38 * day)).toBe(true);
    });

    test('and the files come back', async () => {
      await expectRestores(setUp.holdfast, 'latest', tree, join(folder.path, 'restored'));
    });
  });
}
