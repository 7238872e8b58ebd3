import { planAgain, type RecoveryRestoreRequest } from '../../recovery/plan-recovery.ts';
import { recoverFiles, type Recovered } from '../../recovery/recover-files.ts';
import type { RestoreRecord } from '../../recovery/restore-record.ts';
import type { BrowseSource, RestoreWish } from '../browsing/browse-source.ts';
import { stoppable } from '../browsing/stoppable.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { RecoverySession } from './recovery-session.ts';

/** The open recovery, as what browsing and restoring work on. */
export function recoverySource(
  { world, program }: Pick<ServiceContext, 'world' | 'program'>,
  session: RecoverySession,
): BrowseSource {
  const { recovery, places, folders } = session;
  const { repository } = recovery;
  const requestOf = (wish: RestoreWish): RecoveryRestoreRequest => ({
    ...wish,
    repository: stoppable(repository, wish.signal),
    world,
  });
  return {
    repository,
    endpoint: recovery.place.store.endpoint,
    folders,
    snapshots: () => session.snapshots(),
    snapshot: (id) => session.snapshot(id),
    marksOf: async (snapshot) => session.marksOf(snapshot),
    reading: (snapshots, want, work) =>
      places.reading(snapshots, want, ({ places: locator, reader }) => work({ locator, reader })),
    plan: (wish) =>
      places.use([wish.snapshot], 'everything', (from) => planAgain(requestOf(wish), from.places)),
    restore: (wish, job) => {
      const { snapshot, paths, to, signal } = wish;
      const about = { recovery, snapshot, asked: paths, to, program, world };
      const run = (record: RestoreRecord): Promise<Recovered> =>
        places.use(
          [snapshot],
          'everything',
          async (from) => {
            const request = toldTwice(requestOf(wish), record.watching);
            const planned = await planAgain(request, from.places);
            record.begin(planned.outlook);
            return await recoverFiles(request, planned);
          },
          signal,
        );
      return session.restores.keep(job, about, run, signal);
    },
  };
}

/** Whoever shows the restore is told, and what keeps the record of it. */
const toldTwice = (
  request: RecoveryRestoreRequest,
  { onAnew, onProblem, onConflict, onProgress }: RestoreRecord['watching'],
): RecoveryRestoreRequest => ({
  ...request,
  onAnew: () => {
    request.onAnew?.();
    onAnew();
  },
  onProblem: (problem) => {
    request.onProblem?.(problem);
    onProblem(problem);
  },
  onConflict: (conflict) => {
    request.onConflict?.(conflict);
    onConflict(conflict);
  },
  onProgress: (progress) => {
    request.onProgress?.(progress);
    onProgress(progress);
  },
});
