import type { JobPhase } from '../../contract/jobs.ts';
import { cleanWithKey } from '../../recovery/clean-with-key.ts';
import type { World } from '../../system/world.ts';
import type { StorageKey } from '../secrets/secrets.ts';
import type { JobEnd, RunningJob } from '../service/service-context.ts';
import { countOf } from '../words-for-people.ts';
import type { RecoverySession } from './recovery-session.ts';
import { stepOf } from '../service/step-of.ts';

/** Removes the markers that hide what is ours, with a maintenance key that was typed in for this one run. */
export async function cleanJob(
  session: RecoverySession,
  maintenanceKey: StorageKey,
  job: RunningJob,
  world: World,
): Promise<JobEnd> {
  let phase: JobPhase = 'listing';
  const done = await cleanWithKey({
    recovery: session.recovery,
    opened: session.request,
    maintenanceKey,
    world,
    signal: job.signal,
    onMeter: (meter) => session.countWrites(meter),
    onRows: (rows) => job.progress({ ...stepOf(phase, null), doneFiles: rows }),
    onStart: () => {
      phase = 'removing';
    },
    onRemoved: (removed) => job.progress({ ...stepOf(phase, null), doneFiles: removed }),
  });
  const { removed, refused, fresh, stillMarked, renewed } = done;
  const isAtWork = fresh > 0 || stillMarked > new Set(refused.map(({ name }) => name)).size;
  return {
    state: refused.length > 0 || stillMarked > 0 || isAtWork ? 'warnings' : 'done',
    words: [
      removed === 0
        ? 'There was no marker to remove.'
        : `Removed ${countOf(removed, 'marker')}, and nothing else.`,
      ...(isAtWork
        ? [
            "New markers came meanwhile: somebody still uses a key of this bucket. Delete the old storage key on the provider's page, then clean again.",
          ]
        : []),
    ].join(' '),
    figures: { removed, refused: refused.length, stillMarked, renewed, fresh },
  };
}
