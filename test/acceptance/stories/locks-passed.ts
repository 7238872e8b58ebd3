import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Place, SetUp } from '../places/place.ts';
import { workFolder } from '../work-folder.ts';
import { inParallel } from './in-parallel.ts';
import { objectsOf } from './objects-of.ts';
import { expectRestores } from './restored.ts';

/** After the locks have passed, what is gone is noticed, read again and stored again. Needs a clock that moves. */
export function locksPassedStory(place: () => Place): void {
  describe('after all locks have passed', () => {
    const folder = workFolder();
    const tree = join(folder.path, 'tree');
    let setUp: SetUp;

    beforeAll(async () => {
      folder.make();
      setUp = await place().setUp();
      mkdirSync(tree);
      for (let number = 0; number < 6; number++)
        writeFileSync(join(tree, `noise ${number}`), randomBytes(15 << 20));
      for (let number = 0; number < 500; number++) writeFileSync(join(tree, `small ${number}`), `${number}`);
      await setUp.holdfast.succeed(['backup', tree]);
    });
    afterAll(() => folder.remove());

    test('packs that somebody deleted are stored again, and the new snapshot is whole', async () => {
      await place().vault?.moveClock('+200d');
      const packs = await objectsOf(setUp.owner, 'packs');
      const gone = packs.filter((_, index) => index % 2 === 0);
      expect(gone.length).toBeGreaterThan(1);
      expect(gone.length).toBeLessThan(packs.length);
      await inParallel(gone, 4, (version) => setUp.owner.deleteForGood(version));
      const report = await setUp.holdfast.succeed(['backup', tree], [3]);
      // The first snapshot is not whole any more, and that is no green run.
      expect(report['earlier']).toMatchObject({ missing: gone.length });
      expect(report['newBytes']).toBeGreaterThan(0);
      expect(Date.parse(String(report['protectedUntil']))).toBeGreaterThan(Date.now() + 229 * 86_400_000);
      await expectRestores(setUp.holdfast, 'latest', tree, join(folder.path, 'restored'));
      const left = await objectsOf(setUp.owner, 'packs');
      const done = await inParallel(left, 8, (version) => setUp.thief.destroy(version));
      expect(done.flat()).toEqual([]);
    });
  });
}
