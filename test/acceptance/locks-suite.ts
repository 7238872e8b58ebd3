import { afterAll, beforeAll, describe } from 'vitest';
import type { Place } from './places/place.ts';
import { guardedStory } from './stories/guarded.ts';
import { offTooLongStory } from './stories/off-too-long.ts';
import { renewedUnderAttackStory } from './stories/renewed-under-attack.ts';
import { retiredStory } from './stories/retired.ts';
import { workFolder } from './work-folder.ts';

/** How locks live for years, told on one kind of storage. The clock moves, so these do not share a vault with others. */
export function locksSuite(
  name: string,
  open: (folder: string) => Place | Promise<Place>,
  options: {
    /** Whether the server deletes what a rule of the bucket lets go, while the test runs. */
    readonly rulesRun: boolean;
    /** Why it cannot run here. */ readonly skip?: string | undefined;
  },
): void {
  const why = options.skip === undefined ? '' : ` (skipped: ${options.skip})`;
  describe.skipIf(options.skip !== undefined)(`${name}${why}`, { timeout: 180_000 }, () => {
    const folder = workFolder();
    let opened: Place;
    const place = (): Place => opened;
    beforeAll(async () => {
      folder.make();
      opened = await open(folder.path);
    });
    afterAll(async () => {
      await opened?.close();
      folder.remove();
    });
    offTooLongStory(place);
    renewedUnderAttackStory(place);
    if (options.rulesRun) retiredStory(place, { byHand: false });
    retiredStory(place, { byHand: true });
    guardedStory(place);
  });
}
