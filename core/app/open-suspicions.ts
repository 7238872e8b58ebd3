import type { FoundSnapshot } from '../catalog/snapshots.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import { inheritedDecisions, standingDecisions } from '../locks/decisions.ts';
import { suspicionsIn, type Suspicion } from '../locks/suspicion.ts';
import type { Instant } from '../model/object.ts';
import type { Home } from './home.ts';
import { readDecisions } from './own-decisions.ts';

/**
 * What is suspected and not cleared, oldest first: by this home's own list, else by what stands in the snapshots. What was
 * cleared here goes on freezing retirement for a week, and is open no more.
 * @param now provider time
 */
export async function openSuspicions(
  home: Home,
  snapshots: readonly Pick<FoundSnapshot, 'uploadedAt' | 'body'>[],
  now: Instant,
  dayMs: number,
): Promise<readonly Suspicion[]> {
  const own = await ownDecisions(home);
  if (own) return suspicionsIn(own);
  const published = snapshots.map(({ uploadedAt, body: { decisions } }) => ({ uploadedAt, decisions }));
  return suspicionsIn(inheritedDecisions(standingDecisions(published, undefined, now, dayMs)));
}

/** A damaged file must not stand between a person and his files. */
async function ownDecisions(home: Home): ReturnType<typeof readDecisions> {
  try {
    return await readDecisions(home);
  } catch (error) {
    if (isHoldfastError(error, 'home-damaged')) return undefined;
    throw error;
  }
}
