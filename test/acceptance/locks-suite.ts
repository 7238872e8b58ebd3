import type { Place } from './places/place.ts';
import { storiesOn } from './stories-on.ts';
import { guardedStory } from './stories/guarded.ts';
import { offTooLongStory } from './stories/off-too-long.ts';
import { renewedUnderAttackStory } from './stories/renewed-under-attack.ts';
import { retiredStory } from './stories/retired.ts';
import { strictStory } from './stories/strict.ts';

type Open = (folder: string) => Place | Promise<Place>;

/** How locks live for years, on one kind of storage. Each story moves the clock, so these do not share a vault with others. */
export function locksSuite(name: string, open: Open, skip?: string): void {
  storiesOn(`locks for life ${name}`, open, {
    stories: [offTooLongStory, renewedUnderAttackStory, guardedStory, strictStory],
    skip,
  });
}

/** How space comes back. */
export function spaceSuite(name: string, open: Open, skip?: string): void {
  const retired = (byHand: boolean) => (place: () => Place) => retiredStory(place, { byHand });
  storiesOn(`space comes back ${name}`, open, { stories: [retired(false), retired(true)], skip });
}
