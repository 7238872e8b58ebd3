import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import { holdSnapshot, mostDaysUnasked } from '../../recovery/hold/hold-snapshot.ts';
import { openHolding } from '../../recovery/hold/open-holding.ts';
import type { World } from '../../system/world.ts';
import type { JobEnd, RunningJob } from '../service/service-context.ts';
import { countOf, dateInWords } from '../words-for-people.ts';
import type { RecoverySession } from './recovery-session.ts';
import { stepOf } from '../service/step-of.ts';

/** Lengthens what the chosen snapshot needs, through a store of its own that can do nothing else. */
export async function holdJob(
  session: RecoverySession,
  snapshot: FoundSnapshot,
  job: RunningJob,
  world: World,
): Promise<JobEnd> {
  const recovery = await openHolding({ ...session.request, signal: job.signal });
  session.countWrites(recovery.meter);
  try {
    const held = await holdSnapshot({
      recovery,
      snapshot,
      protectDays: Math.min(mostDaysUnasked, snapshot.body.protectDays),
      done: new Map(),
      world,
      signal: job.signal,
      onProgress: ({ done, needed }) =>
        job.progress({ ...stepOf('holding', null), doneFiles: done, totalFiles: needed, open: false }),
    });
    const { lengthened, longEnough, missing, refused, lostLists, lockedUntil } = held;
    if (lockedUntil !== undefined && lockedUntil > 0) session.held(snapshot.id, lockedUntil);
    const isWhole = missing.length + refused.length + lostLists === 0;
    return {
      state: isWhole ? 'done' : 'warnings',
      words: [
        lockedUntil
          ? `All that is there is locked until ${dateInWords(lockedUntil)}.`
          : 'Nothing of it is there.',
        ...(isWhole
          ? []
          : [`${countOf(missing.length, 'object')} gone, ${countOf(refused.length, 'lock')} refused.`]),
      ].join(' '),
      figures: {
        lengthened,
        longEnough,
        missing: missing.length,
        refused: refused.length,
        until: lockedUntil ?? 0,
      },
    };
  } finally {
    await recovery.close();
  }
}
