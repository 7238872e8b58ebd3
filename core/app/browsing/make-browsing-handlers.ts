import type { Handlers } from '../../contract/bridge.ts';
import { recoveryDesk } from '../recovering/recovery-desk.ts';
import { recoverySource } from '../recovering/recovery-source.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { UseSource } from './browse-source.ts';
import { fileVersions } from './file-versions.ts';
import { listSetSnapshots } from './list-set-snapshots.ts';
import { listTree } from './list-tree.ts';
import { makeRestoreHandlers } from './make-restore-handlers.ts';
import { previewFile } from './preview-file.ts';
import { SearchedSets } from './searched-sets.ts';
import { setSource } from './set-source.ts';

type BrowsingCall =
  | 'snapshots.list'
  | 'tree.list'
  | 'search.names'
  | 'file.versions'
  | 'file.preview'
  | 'restore.total'
  | 'restore.plan'
  | 'restore.start'
  | 'restore.report';

/** Looking into snapshots, finding and restoring: of a backup set, and of the recovery that is open. */
export function makeBrowsingHandlers(context: ServiceContext): Pick<Handlers, BrowsingCall> {
  const desk = recoveryDesk(context);
  const searches = new SearchedSets(context);

  const useSource: UseSource = (source, work) =>
    source.kind === 'set'
      ? context.useSet(source.set, (inUse) => work(setSource(context, source.set, inUse)), { readOnly: true })
      : desk.use((session) => work(recoverySource(context, session)));

  return {
    'snapshots.list': async ({ source }) => {
      if (source.kind === 'recovery') return await desk.use((session) => session.rows());
      const { set } = source;
      const listed = await context.useSet(set, (inUse) => listSetSnapshots(context, set, inUse), {
        readOnly: true,
      });
      searches.refresh(set);
      return listed;
    },
    'tree.list': ({ source, ...input }) => useSource(source, (from) => listTree(from, input)),
    'search.names': ({ set, ...query }) => searches.search(set, query),
    'file.versions': ({ source, path }) => useSource(source, (from) => fileVersions(from, path)),
    'file.preview': ({ source, snapshot, path }) =>
      useSource(source, (from) => previewFile(from, snapshot, path)),
    ...makeRestoreHandlers(context, useSource),
  };
}
