import type { FoundSnapshot } from '../catalog/snapshots.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import { inheritedDecisions, standingDecisions } from '../locks/decisions.ts';
import { attacksOverIn, type AttackOver } from '../locks/attack-over.ts';
import { suspicionsIn, type Suspicion } from '../locks/suspicion.ts';
import type { Instant } from '../model/object.ts';
import type { Decision } from '../model/snapshot.ts';
import type { Home } from './home.ts';
import { readDecisions } from './own-decisions.ts';

type Snapshots = readonly Pick<FoundSnapshot, 'uploadedAt' | 'body'>[];

/**
 * What is suspected and not cleared, oldest first: by this home's own list, else by what stands in the snapshots. What was
 * cleared here goes on freezing retirement for a week, and is open no more.
 * @param now provider time
 */
export async function openSuspicions(
  home: Home,
  snapshots: Snapshots,
  now: Instant,
  dayMs: number,
): Promise<readonly Suspicion[]> {
  return suspicionsIn(await decisionsFor(home, snapshots, now, dayMs));
}

/** Attacks that the owner recovered from, by the same lists. */
export async function attacksOver(
  home: Home,
  snapshots: Snapshots,
  now: Instant,
  dayMs: number,
): Promise<readonly AttackOver[]> {
  return attacksOverIn(await decisionsFor(home, snapshots, now, dayMs));
}

async function decisionsFor(
  home: Home,
  snapshots: Snapshots,
  now: Instant,
  dayMs: number,
): Promise<readonly Decision[]> {
  const own = await ownDecisions(home);
  if (own) return own;
  const published = snapshots.map(({ uploadedAt, body: { decisions } }) => ({ uploadedAt, decisions }));
  return inheritedDecisions(standingDecisions(published, undefined, now, dayMs));
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
