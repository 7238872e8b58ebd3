import type { Handlers } from '../../contract/bridge.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { checkRestoreFolder } from '../browsing/restore-destination.ts';
import { explainError } from '../explain-error.ts';
import { freeNames } from '../free-names.ts';
import { tryNewFile } from '../new-home.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { recoveryDesk } from './recovery-desk.ts';
import { reportJob } from './report-job.ts';

/** What a restore after an attack brought back, on paper: for an insurer, or for oneself in a year. */
export function makeReportHandlers(context: ServiceContext): Pick<Handlers, 'recover.write-report'> {
  const { jobs, sets, appFolder } = context;
  const ownFolders = (): readonly string[] => [appFolder, ...sets.list().map(({ home }) => home.folder)];
  return {
    'recover.write-report': ({ job: id, folder }) =>
      recoveryDesk(context).use(async (session) => {
        const kept = session.restores.get(id);
        const mayStart = (): void => {
          const other = session.runningJob === null ? undefined : jobs.get(session.runningJob);
          if (other) throw new HoldfastError('set-busy', { kind: other.kind });
        };
        mayStart();
        const into = checkRestoreFolder(folder, ownFolders());
        await tryFolder(into);
        mayStart();
        const job = jobs.start({ kind: 'report', set: null, run: (one) => reportJob(kept, into, one) });
        // Closing the recovery ends it.
        session.job = job.id;
        return job;
      }),
  };
}

/** Reading everything back may take hours: better to learn now that nothing can be written there. */
async function tryFolder(folder: string): Promise<void> {
  try {
    const [file] = freeNames(folder, 'Holdfast restore report', ['.txt']);
    await tryNewFile(file);
  } catch (error) {
    const { code, details } = explainError(error);
    if (code !== 'path-impossible') throw error;
    throw new HoldfastError(code, { ...details, path: folder }, { cause: error });
  }
}
