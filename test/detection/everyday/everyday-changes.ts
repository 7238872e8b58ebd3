import type { SeededRandom } from '../../simulation/seeded-random.ts';
import type { ProfileName } from '../person.ts';
import { collectMedia } from './collect-media.ts';
import { developSoftware } from './develop-software.ts';
import type { EverydayChange } from './everyday-change.ts';
import { tidyUp } from './tidy-up.ts';
import { useApplications } from './use-applications.ts';
import { workOnDocuments } from './work-on-documents.ts';

export const everydayChanges: readonly EverydayChange[] = [
  ...workOnDocuments,
  ...collectMedia,
  ...developSoftware,
  ...useApplications,
  ...tidyUp,
];

export function chanceFor({ chance, chanceOf }: EverydayChange, profile: ProfileName): number {
  return chanceOf?.[profile] ?? chance;
}

/** What this person does in some days: most runs come a day after the last, some after a long weekend or a holiday. */
export function choosePlan(random: SeededRandom, profile: ProfileName): readonly EverydayChange[] {
  const days = random.chance(0.85) ? 1 : random.chance(0.7) ? random.between(2, 4) : random.between(5, 14);
  const plan: EverydayChange[] = [];
  for (let day = 0; day < days; day++)
    for (const change of everydayChanges) if (random.chance(chanceFor(change, profile))) plan.push(change);
  return plan;
}
