import type { Attack } from './attacks/attack.ts';
import { attackConveniences, bury, hideAll, lengthenLocks, overwriteAll } from './attacks/cover-all.ts';
import { fakeSnapshots } from './attacks/fake-snapshots.ts';
import { garbageForAWeek } from './attacks/garbage-for-a-week.ts';
import { prefix, type Place } from './places/place.ts';
import { storiesOn } from './stories-on.ts';
import { cleanedStory } from './stories/cleaned.ts';
import { recoveredStory } from './stories/recovered.ts';

/** Every kind of intruder, and the recovery from kit and read key, on one kind of storage. */
export function recoverySuite(
  name: string,
  open: (folder: string) => Place | Promise<Place>,
  skip?: string,
): void {
  const attacks: readonly Attack[] = [
    overwriteAll,
    bury(prefix, 100_000),
    fakeSnapshots,
    lengthenLocks,
    attackConveniences,
    garbageForAWeek,
  ];
  storiesOn(`recovery ${name}`, open, {
    stories: [
      (place) => recoveredStory(place, hideAll, cleanedStory),
      ...attacks.map((attack) => (place: () => Place) => recoveredStory(place, attack)),
    ],
    skip,
  });
}
