import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BucketVersion } from '../places/intruder.ts';
import type { Place, SetUp } from '../places/place.ts';
import { workFolder } from '../work-folder.ts';
import { inParallel } from './in-parallel.ts';
import { expectRestores } from './restored.ts';

/** Hidden and overwritten objects are renewed by version, and the audit says who was here. */
export function renewedUnderAttackStory(place: () => Place): void {
  describe('under an attack with the stored key', () => {
    const folder = workFolder();
    const tree = join(folder.path, 'tree');
    let setUp: SetUp;
    let ours: readonly BucketVersion[] = [];

    beforeAll(async () => {
      folder.make();
      setUp = await place().setUp();
      mkdirSync(tree);
      for (let number = 0; number < 50; number++) writeFileSync(join(tree, `${number}`), `file ${number}`);
      await setUp.holdfast.succeed(['backup', tree]);
      await setUp.holdfast.succeed(['locks', 'prove']);
      expect(await setUp.holdfast.succeed(['locks', 'audit', '--all'])).toMatchObject({ verdict: 'clean' });
      ours = (await setUp.owner.list()).filter(
        ({ name, kind }) => kind === 'object' && !name.includes('/proof/'),
      );
    });
    afterAll(() => folder.remove());

    test('the audit alarms', async () => {
      for (const [index, { name }] of ours.entries())
        await (index % 2 === 0 ? setUp.thief.hide(name) : setUp.thief.overwrite(name, 'not yours any more'));
      const report = await setUp.holdfast.succeed(['locks', 'audit'], [1]);
      expect(report).toMatchObject({ verdict: 'alarms', state: 'at-risk' });
      expect(Number(report['hiddenNeeded'])).toBeGreaterThan(2);
    });

    test('every version is renewed all the same, and still cannot be taken away', async () => {
      await place().daysPass(5);
      const before = await datesOf(setUp, ours);
      expect(await setUp.holdfast.succeed(['locks', 'renew'])).toMatchObject({ whole: true, refused: [] });
      const after = await datesOf(setUp, ours);
      for (const [index, until] of after.entries())
        // What set-up made was locked before the days became short.
        if (/\/(packs|lists|snapshots)\//.test(ours[index]!.name))
          expect(until).toBeGreaterThan(before[index]!);
      const done = await inParallel(ours, 4, (version) => setUp.thief.destroy(version));
      // Where days are short, a lock until in an hour is a longer one.
      const harm = done.flat().filter((deed) => place().dayMs >= 3_600_000 || !deed.startsWith('shorten'));
      expect(harm).toEqual([]);
    });

    test('and the files come back', async () => {
      const clean = await setUp.cleanComputer();
      await expectRestores(clean, 'latest', tree, join(folder.path, 'restored'));
    });
  });
}

async function datesOf(setUp: SetUp, versions: readonly BucketVersion[]): Promise<readonly number[]> {
  return await inParallel(versions, 4, async (version) => (await setUp.owner.lockedUntil(version)) ?? 0);
}
