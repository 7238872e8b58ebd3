import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Holdfast } from '../holdfast.ts';
import type { Place, SetUp } from '../places/place.ts';
import { shortenDays } from '../places/short-days.ts';
import { workFolder } from '../work-folder.ts';
import { inParallel } from './in-parallel.ts';

/** A second machine with a renewal key and the list key keeps the locks of a computer that is off. */
export function guardedStory(place: () => Place): void {
  describe('a guard on a second machine', () => {
    const folder = workFolder();
    const tree = join(folder.path, 'tree');
    let setUp: SetUp;

    beforeAll(async () => {
      folder.make();
      setUp = await place().setUp();
      mkdirSync(tree);
      writeFileSync(join(tree, 'a'), 'a');
      await setUp.holdfast.succeed(['backup', tree]);
    });
    afterAll(() => folder.remove());

    test('renews what it cannot read, under markers too', async () => {
      const { repositoryId, listKey } = await setUp.holdfast.succeed(['keys', 'list-key']);
      const guard = new Holdfast(join(folder.path, 'guard'), {
        HOLDFAST_KEY_ID: setUp.renewal.keyId,
        HOLDFAST_KEY: setUp.renewal.key,
        HOLDFAST_LIST_KEY: String(listKey),
      });
      await guard.succeed(
        ['guard', 'setup', ...setUp.where, '--repository', String(repositoryId), '--protect', '30d'],
        [0, 3],
      );
      if (place().dayMs < 3_600_000) await shortenDays(guard, join(guard.home, 'guard.json'));
      const ours = (await setUp.owner.list()).filter(({ name }) => /\/(packs|lists|snapshots)\//.test(name));
      expect(ours.length).toBeGreaterThan(3);
      await place().daysPass(20);
      await setUp.thief.hide(ours[0]!.name);
      const now = await place().now();
      // A marker above a running lock is an alarm.
      await guard.succeed(['guard', '--once'], [1, 3]);
      const dates = await inParallel(
        ours,
        4,
        async (version) => (await setUp.owner.lockedUntil(version)) ?? 0,
      );
      expect(Math.min(...dates)).toBeGreaterThan(now + 29 * place().dayMs);
    });
  });
}
