import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BucketVersion } from '../places/intruder.ts';
import type { Place, SetUp } from '../places/place.ts';
import { workFolder } from '../work-folder.ts';
import { objectsOf } from './objects-of.ts';
import { expectRestores } from './restored.ts';

/** A snapshot that is kept no more lets its locks run out, and its space comes back; a pinned one stays whole. */
export function retiredStory(place: () => Place, how: { readonly byHand: boolean }): void {
  describe(how.byHand ? 'space comes back by hand' : 'space comes back by the rule', () => {
    const folder = workFolder();
    const tree = join(folder.path, 'tree');
    const ids: string[] = [];
    const packsOnce: (readonly BucketVersion[])[] = [];
    let setUp: SetUp;

    const retire = (...options: readonly string[]) =>
      setUp.holdfast.succeed(['locks', 'retire', ...options], [0, 3]);
    const withMaintenanceKey = async () =>
      await setUp.holdfast
        .withEnvironment({
          HOLDFAST_MAINTENANCE_KEY_ID: setUp.maintenance.keyId,
          HOLDFAST_MAINTENANCE_KEY: setUp.maintenance.key,
        })
        .succeed(['locks', 'retire'], [0, 3]);
    const present = async (versions: readonly BucketVersion[]): Promise<number> => {
      const there = new Set((await setUp.owner.list()).map(({ versionId }) => versionId));
      return versions.filter(({ versionId }) => there.has(versionId)).length;
    };

    /** Three snapshots with nothing in common: the first is pinned, the second let go, the third the newest. */
    beforeAll(async () => {
      folder.make();
      setUp = await place().setUp('--space', how.byHand ? 'by-hand' : 'automatic');
      for (let number = 0; number < 3; number++) {
        rmSync(tree, { recursive: true, force: true });
        mkdirSync(tree);
        writeFileSync(join(tree, 'noise'), randomBytes(200_000));
        const before = new Set((await setUp.owner.list()).map(({ versionId }) => versionId));
        const { snapshot } = await setUp.holdfast.succeed(['backup', tree]);
        ids.push(String(snapshot));
        packsOnce.push(
          (await objectsOf(setUp.owner, 'packs')).filter(({ versionId }) => !before.has(versionId)),
        );
        if (number === 0) await expectRestores(setUp.holdfast, 'latest', tree, join(folder.path, 'first'));
        // Where days are short, the next one is in another: of those of one day the policy keeps the oldest.
        await place().daysPass(place().vault ? 0.2 : 1);
      }
    });
    afterAll(() => folder.remove());

    test('a policy that keeps less waits seven days, and the plan says what it means', async () => {
      await setUp.holdfast.succeed(['pin', ids[0]!]);
      await setUp.holdfast.succeed(['settings', 'retention', '--daily', '0', '--all', '0']);
      expect((await setUp.holdfast.succeed(['backup', tree]))['snapshot']).toBeTypeOf('string');
      // Where days are short the commands take enough of them.
      const early = place().vault ? 2 : 0;
      await place().daysPass(early);
      const kept = async (): Promise<unknown> => (await setUp.holdfast.succeed(['status'], [0, 3]))['kept'];
      expect(await kept()).toBe(4);
      await place().daysPass(8 - early);
      expect(await kept()).toBe(2);
    });

    test('nothing is hidden or deleted while its lock runs, nor by the first pass after it', async () => {
      await retire();
      expect(await present(packsOnce[1]!)).toBe(packsOnce[1]!.length);
      await place().daysPass(15);
      await setUp.holdfast.succeed(['locks', 'renew']);
      await place().daysPass(12);
      await retire();
      const markers = (await setUp.owner.list()).filter(({ kind }) => kind === 'marker');
      // A key that cannot delete has hidden what it was tried with.
      expect(markers.filter(({ name }) => !name.includes('/proof/'))).toEqual([]);
      expect(await present(packsOnce[1]!)).toBe(packsOnce[1]!.length);
      const plan = await retire('--plan');
      expect(JSON.stringify(plan)).toContain('packs');
    });

    test('the second pass gives back what is needed no more, and only that', async () => {
      await place().daysPass(1.5);
      if (how.byHand) await withMaintenanceKey();
      else {
        await retire();
        const hidden = new Set(
          (await setUp.owner.list()).filter(({ kind }) => kind === 'marker').map(({ name }) => name),
        );
        for (const { name } of packsOnce[1]!) expect(hidden).toContain(name);
        for (const { name } of [...packsOnce[0]!, ...packsOnce[2]!]) expect(hidden).not.toContain(name);
        await place().ruleRuns(
          async () => (await present(packsOnce[1]!)) === 0,
          () => setUp.holdfast.succeed(['locks', 'renew']),
        );
      }
      expect(await present(packsOnce[1]!)).toBe(0);
      expect(await present([...packsOnce[0]!, ...packsOnce[2]!])).toBe(
        packsOnce[0]!.length + packsOnce[2]!.length,
      );
    });

    test('what was kept is whole', async () => {
      await setUp.holdfast.succeed(['check', '--read-data'], [0, 3]);
      await expectRestores(setUp.holdfast, 'latest', tree, join(folder.path, 'last'));
      await setUp.holdfast.succeed(['restore', ids[0]!, '--to', join(folder.path, 'pinned')]);
      await setUp.holdfast.succeed(['unpin', ids[0]!]);
    });
  });
}
