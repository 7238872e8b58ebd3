import type { Handlers } from '../../contract/bridge.ts';
import type { JobView } from '../../contract/jobs.ts';
import type { startable } from '../../contract/jobs.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { untilAborted } from '../../system/until-aborted.ts';
import { stoppable } from '../browsing/stoppable.ts';
import type { Desk } from '../secret-desk/desk.ts';
import { lookNow } from './look.ts';
import { runBackupJob } from './run-backup-job.ts';
import { runAuditJob, runDrillJob, runProveJob, runRenewJob, runRetireJob } from './run-upkeep-jobs.ts';
import type { JobEnd, RunningJob, ServiceContext, SetInUse } from './service-context.ts';

type StartableKind = (typeof startable)[number];

/** An attack that hides the repository's own objects must not keep anybody from looking. */
const readers: ReadonlySet<StartableKind> = new Set<StartableKind>(['audit', 'drill']);

/** How each kind of job that a person or the schedule starts is run. */
export type StartJob = (job: { readonly set: string; readonly kind: StartableKind }) => JobView;

export function makeStartJob(context: ServiceContext, desk: Pick<Desk, 'takeRunKey'>): StartJob {
  const { world, sets, jobs, useSet, program, appFolder } = context;
  const work: Readonly<
    Record<StartableKind, (set: string, inUse: SetInUse, job: RunningJob) => Promise<JobEnd>>
  > = {
    backup: (set, inUse, job) => runBackupJob(sets.get(set), inUse, job, { world, program, appFolder }),
    renew: (_, inUse, job) => runRenewJob(inUse, job, world),
    audit: (_, inUse, job) => runAuditJob(inUse, job, world),
    prove: (set, inUse, job) => runProveJob(inUse, job, world, desk.takeRunKey('proof-key', set)),
    drill: (_, inUse, job) => runDrillJob(inUse, job, world),
    retire: (set, inUse, job) => runRetireJob(inUse, job, world, desk.takeRunKey('maintenance-key', set)),
  };
  return ({ set, kind }) => {
    sets.get(set);
    const options = { readOnly: readers.has(kind) };
    return jobs.start({
      kind,
      set,
      run: async (job) => {
        // A line that is down is tried for a while, which nobody who cancels should have to wait for.
        await untilAborted(
          useSet(set, () => Promise.resolve(), options),
          job.signal,
        );
        return await useSet(
          set,
          async (inUse) => {
            // What only reads may be left where it is.
            const lent = readers.has(kind)
              ? { ...inUse, repository: stoppable(inUse.repository, job.signal) }
              : inUse;
            const end = await work[kind](set, lent, job);
            // The run went well; that nobody can be asked just now how all stands is no failure of it.
            const look = await lookNow(inUse, world, job.signal).catch(() => undefined);
            const newFiles = kind === 'backup' ? (look?.newest?.newFiles ?? null) : null;
            return newFiles === null ? end : { ...end, figures: { ...end.figures, newFiles } };
          },
          options,
        );
      },
    });
  };
}

export function makeJobHandlers(
  { jobs }: ServiceContext,
  startJob: StartJob,
): Pick<Handlers, 'job.start' | 'job.cancel' | 'job.answer'> {
  const known = (id: string): void => {
    if (!jobs.get(id)) throw new HoldfastError('request-invalid', { reason: 'there is no such job' });
  };
  return {
    'job.start': async (input) => startJob(input),
    'job.cancel': async ({ job }) => {
      known(job);
      jobs.cancel(job);
      return null;
    },
    'job.answer': async ({ job, goOn }) => {
      known(job);
      jobs.answer(job, goOn);
      return null;
    },
  };
}
