import type { JobView } from '../../../core/contract/jobs.ts';
import { useApp } from '../../state/app-store.ts';

const kinds: ReadonlySet<JobView['kind']> = new Set(['timeline', 'hold', 'clean', 'restore']);

/**
 * Jobs of the recovery that is open.
 * @returns the one that reads the timeline, and a stamp whose change means that the view is no longer what it was
 */
export function useRecoveryJobs(): { readonly timeline: JobView | undefined; readonly stamp: string } {
  const timeline = useApp(({ jobs }) =>
    newest(Object.values(jobs).filter(({ kind }) => kind === 'timeline')),
  );
  const stamp = useApp(({ jobs }) =>
    Object.values(jobs)
      .filter(({ kind, set }) => set === null && kinds.has(kind))
      .map(({ id, state, progress }) => `${id} ${state} ${progress?.phase ?? ''}`)
      .join(),
  );
  // An early answer comes while it still reads: once a second is often enough to look for it.
  const seconds =
    timeline?.state === 'running' ? Math.floor((timeline.progress?.doneFiles ?? 0) / 50) : 'ended';
  return { timeline, stamp: `${stamp} ${seconds}` };
}

const newest = (jobs: readonly JobView[]): JobView | undefined =>
  jobs.toSorted((a, b) => b.startedAt - a.startedAt).at(0);
