import type { Place } from './places/place.ts';
import { storiesOn } from './stories-on.ts';
import { incrementalStory } from './stories/incremental.ts';
import { killedStory } from './stories/killed.ts';
import { locksPassedStory } from './stories/locks-passed.ts';
import { nastyTree, roundTripStory } from './stories/round-trip.ts';

/** Files go into a locked bucket and come back, on one kind of storage. */
export function acceptanceSuite(
  name: string,
  open: (folder: string) => Place | Promise<Place>,
  { clockMoves, skip }: { readonly clockMoves: boolean; readonly skip?: string | undefined },
): void {
  const stories = [
    (place: () => Place) => roundTripStory(place, nastyTree),
    incrementalStory,
    killedStory,
    // Last: the clock of a vault never goes back.
    ...(clockMoves ? [locksPassedStory] : []),
  ];
  storiesOn(name, open, { stories, skip });
}
