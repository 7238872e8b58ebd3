import { homedir } from 'node:os';
import type { Handlers } from '../../contract/bridge.ts';
import type { RestoreReportView } from '../../contract/restore.ts';
import type { Source } from '../../contract/shared.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { untilAborted } from '../../system/until-aborted.ts';
import { recoveryDesk } from '../recovering/recovery-desk.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { RestoreWish, UseSource } from './browse-source.ts';
import { CountedFolders, countSelection } from './count-selection.ts';
import { planView } from './plan-view.ts';
import { checkRestoreFolder, newRestoreFolder } from './restore-destination.ts';
import { runRestoreJob } from './restore-job.ts';

type RestoreCall = 'restore.total' | 'restore.plan' | 'restore.start' | 'restore.report';

/** Plans and reports that are remembered. */
const remembered = 50;

type Plan = {
  readonly source: Source;
  readonly snapshot: string;
  readonly wish: Pick<RestoreWish, 'paths' | 'to' | 'conflicts' | 'homes'>;
  /** That carries it out, or did. */
  job?: string;
};

export function makeRestoreHandlers(
  context: ServiceContext,
  useSource: UseSource,
): Pick<Handlers, RestoreCall> {
  const { world, environment } = context;
  const plans = new Map<string, Plan>();
  const reports = new Map<string, Omit<RestoreReportView, 'report'>>();
  const counted = new CountedFolders();
  const userFolder = (): string => environment['HOME'] ?? environment['USERPROFILE'] ?? homedir();
  const ownFolders = (): readonly string[] => [
    context.appFolder,
    ...context.sets.list().map(({ home }) => home.folder),
  ];

  return {
    'restore.total': ({ source, snapshot, paths }) =>
      useSource(source, async (from) =>
        countSelection(from, { snapshot: await from.snapshot(snapshot), paths }, counted, world),
      ),
    'restore.plan': ({ source, snapshot, paths, destination, conflicts, mapHome }) =>
      useSource(source, async (from) => {
        const to = checkRestoreFolder(
          destination ?? newRestoreFolder(userFolder(), world.now()),
          ownFolders(),
        );
        const wish = { paths, to, conflicts, homes: mapHome ?? undefined };
        const planned = await from.plan({ ...wish, snapshot: await from.snapshot(snapshot) });
        const id = Buffer.from(world.random(16)).toString('hex');
        keep(plans, id, { source, snapshot, wish });
        return planView(id, planned, wish, from.endpoint);
      }),
    'restore.start': async ({ plan: id }) => {
      const plan = plans.get(id);
      if (!plan) throw new HoldfastError('request-invalid', { reason: 'this plan is not known any more' });
      const before = plan.job === undefined ? undefined : context.jobs.get(plan.job);
      // A second click: two runs of one plan would put everything there twice, or write over each other.
      if (before?.state === 'running') throw new HoldfastError('set-busy', { kind: 'restore' });
      checkRestoreFolder(plan.wish.to, ownFolders());
      const session = plan.source.kind === 'recovery' ? recoveryDesk(context).session : undefined;
      if (session && session.runningJob !== null) throw new HoldfastError('set-busy', { kind: 'restore' });
      const started = context.jobs.start({
        kind: 'restore',
        set: plan.source.kind === 'set' ? plan.source.set : null,
        run: async (job) => {
          // A line that is down is tried for a while, which nobody who cancels should have to wait for.
          const snapshot = await untilAborted(
            useSource(plan.source, (from) => from.snapshot(plan.snapshot)),
            job.signal,
          ).catch((error: unknown) => {
            keep(reports, job.id, nothingBack(plan.wish.to));
            throw error;
          });
          return await useSource(plan.source, (from) =>
            runRestoreJob(from, { ...plan.wish, snapshot }, job, (report) => keep(reports, job.id, report)),
          );
        },
      });
      plan.job = started.id;
      // Closing the recovery ends it.
      if (session) session.job = started.id;
      return started;
    },
    'restore.report': async ({ job }) => {
      const report = reports.get(job);
      const desk = recoveryDesk(context);
      const kept = desk.isOpen ? desk.session.restores.find(job) : undefined;
      if (report) return { ...report, report: kept ? { written: kept.written } : null };
      throw new HoldfastError('request-invalid', { reason: 'there is no report of this restore' });
    },
  };
}

const nothingBack = (destination: string): Omit<RestoreReportView, 'report'> => ({
  destination,
  files: 0,
  bytes: 0,
  complete: false,
  problems: [],
  problemCount: 0,
  renamed: [],
});

function keep<T>(into: Map<string, T>, id: string, value: T): void {
  into.set(id, value);
  for (const old of [...into.keys()].slice(0, Math.max(0, into.size - remembered))) into.delete(old);
}
