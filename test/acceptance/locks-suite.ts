import type { Place } from './places/place.ts';
import { storiesOn } from './stories-on.ts';
import { guardedStory } from './stories/guarded.ts';
import { offTooLongStory } from './stories/off-too-long.ts';
import { renewedUnderAttackStory } from './stories/renewed-under-attack.ts';
import { retiredStory } from './stories/retired.ts';

/** How locks live for years, on one kind of storage. Each moves the clock, so these do not share a vault with others. */
export function locksSuite(
  name: string,
  open: (folder: string) => Place | Promise<Place>,
  options: {
    /** Whether the server deletes what a rule of the bucket lets go, while the test runs. */
    readonly rulesRun: boolean;
    readonly skip?: string | undefined;
  },
): void {
  const retired = (byHand: boolean) => (place: () => Place) => retiredStory(place, { byHand });
  const stories = [
    offTooLongStory,
    renewedUnderAttackStory,
    ...(options.rulesRun ? [retired(false)] : []),
    retired(true),
    guardedStory,
  ];
  storiesOn(name, open, { stories, skip: options.skip });
}
