import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Place, SetUp } from '../places/place.ts';
import { workFolder } from '../work-folder.ts';

/** What `status` says while a computer is off for longer than the slack, and that one renewal heals it. */
export function offTooLongStory(place: () => Place): void {
  describe('a computer that was off', () => {
    const folder = workFolder();
    let setUp: SetUp;

    beforeAll(async () => {
      folder.make();
      setUp = await place().setUp();
      mkdirSync(join(folder.path, 'tree'));
      writeFileSync(join(folder.path, 'tree', 'a'), 'a');
      // The proof first: where days are short, none of the backup's is to be lost.
      await setUp.holdfast.succeed(['locks', 'prove']);
      await setUp.holdfast.succeed(['backup', join(folder.path, 'tree')]);
    });
    afterAll(() => folder.remove());

    /** Days that the shortest lock still runs, of P = 30; the first one is what a fresh backup has. */
    test.each([
      ['protected', 28, 0],
      ['thinning', 15, 3],
      ['at-risk', 5, 3],
      ['lapsed', -1, 1],
    ] as const)('it is %s with locks of %d days', async (state, left, code) => {
      const began = await place().now();
      const { protectedUntil } = await setUp.holdfast.succeed(['status'], [0, 3]);
      const now = await place().now();
      // Where days are short the command itself takes some: it is meant to end when so many are left.
      const taken = left > 0 ? now - began : 0;
      const margin = (Date.parse(String(protectedUntil)) - now - taken) / place().dayMs;
      await place().daysPass(Math.max(0, margin - left));
      const said = await setUp.holdfast.succeed(['status'], [code]);
      expect(said['state']).toBe(state);
    });

    test('one renewal heals it', async () => {
      expect(await setUp.holdfast.succeed(['locks', 'renew'])).toMatchObject({
        whole: true,
        refused: [],
        missing: [],
      });
      expect(await setUp.holdfast.succeed(['status'])).toMatchObject({ state: 'protected', proof: 'proven' });
    });
  });
}
