import { HoldfastError } from '../../errors/holdfast-error.ts';
import { mayLengthen } from '../../recovery/clean-key.ts';
import { clean } from '../../recovery/clean.ts';
import { connectStore } from '../../storage/connect-store.ts';
import { withMeter } from '../../storage/decorators/meter.ts';
import { withRetry } from '../../storage/decorators/retry.ts';
import type { ObjectStore } from '../../storage/object-store.ts';
import type { World } from '../../system/world.ts';
import type { StorageKey } from '../secrets/secrets.ts';
import type { JobEnd, RunningJob } from '../service/service-context.ts';
import { countOf } from '../words-for-people.ts';
import type { RecoverySession } from './recovery-session.ts';
import { stepOf } from './step-of.ts';

/** Removes the markers that hide what is ours, with a maintenance key that was typed in for this one run. */
export async function cleanJob(
  session: RecoverySession,
  maintenanceKey: StorageKey,
  job: RunningJob,
  world: World,
): Promise<JobEnd> {
  const { request, recovery } = session;
  const opened: { readonly store: ObjectStore; readonly close: () => Promise<void> }[] = [];
  try {
    for (const key of [maintenanceKey, request.storageKey]) {
      const bare = await connectStore(request.kit.store, key, world);
      const { store, meter } = withMeter(bare);
      session.countWrites(meter);
      opened.push({ store: withRetry(store, world), close: () => bare.close() });
    }
    const [maintenance] = opened;
    if (!maintenance) throw new HoldfastError('bug', { reason: 'no store to clean with' });
    const lengthen: ObjectStore[] = [];
    for (const { store } of opened) if (await mayLengthen(store)) lengthen.push(store);
    let phase = 'listing';
    const done = await clean({
      recovery,
      world,
      maintenance: maintenance.store,
      lengthen,
      signal: job.signal,
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
  } finally {
    for (const one of opened) await one.close();
  }
}
