import type { JobView, startable } from '../../contract/jobs.ts';
import type { Instant } from '../../contract/shared.ts';
import type { ServiceContext } from '../service/service-context.ts';

export type ScheduledKind = (typeof startable)[number];

export type ScheduleContext = Pick<
  ServiceContext,
  | 'world'
  | 'sets'
  | 'jobs'
  | 'runs'
  | 'unlocked'
  | 'log'
  | 'wish'
  | 'host'
  | 'onHostFact'
  | 'stopping'
  | 'onStop'
  | 'changed'
>;

export type ScheduleOptions = {
  /** As `job.start` does; the schedule waits for its end by `jobs.ended`. */
  readonly start: (job: { readonly set: string; readonly kind: ScheduledKind }) => JobView | Promise<JobView>;
};

export type RunningSchedule = {
  /** When the next backup of a set begins by itself; null: not, or not known yet. */
  readonly nextRun: (set: string) => Instant | null;
  /** Something it depends on changed: settings, a pause, a set, a passphrase. */
  readonly look: () => void;
};

/** Starts what is due by itself, one thing a set at a time, until the engine stops. */
export function startSchedule(_context: ScheduleContext, _options: ScheduleOptions): RunningSchedule {
  return { nextRun: () => null, look: () => undefined };
}
