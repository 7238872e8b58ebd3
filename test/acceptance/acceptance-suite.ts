import { afterAll, beforeAll, describe } from 'vitest';
import type { Place } from './places/place.ts';
import { incrementalStory } from './stories/incremental.ts';
import { killedStory } from './stories/killed.ts';
import { locksPassedStory } from './stories/locks-passed.ts';
import { nastyTree, roundTripStory } from './stories/round-trip.ts';
import { workFolder } from './work-folder.ts';

/** Tells every story on one kind of storage. */
export function acceptanceSuite(
  name: string,
  open: (folder: string) => Place | Promise<Place>,
  options: {
    readonly clockMoves: boolean;
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
    roundTripStory(place, nastyTree);
    incrementalStory(place);
    killedStory(place);
    // Last: the clock of a vault never goes back.
    if (options.clockMoves) locksPassedStory(place);
  });
}
