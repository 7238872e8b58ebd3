import { planAgain, type RecoveryRestoreRequest } from '../../recovery/plan-recovery.ts';
import { recoverFiles } from '../../recovery/recover-files.ts';
import type { BrowseSource, RestoreWish } from '../browsing/browse-source.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { RecoverySession } from './recovery-session.ts';

/** The open recovery, as what browsing and restoring work on. */
export function recoverySource(
  { world }: Pick<ServiceContext, 'world'>,
  session: RecoverySession,
): BrowseSource {
  const { recovery, places, folders } = session;
  const { repository } = recovery;
  const requestOf = (wish: RestoreWish): RecoveryRestoreRequest => ({ ...wish, repository, world });
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
    restore: (wish) =>
      places.use([wish.snapshot], 'everything', async (from) => {
        const request = requestOf(wish);
        const planned = await planAgain(request, from.places);
        return (await recoverFiles(request, planned)).report;
      }),
  };
}
