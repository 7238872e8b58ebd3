import type { JobView } from '../../contract/jobs.ts';

const newest = 20;

/**
 * Of all jobs that are remembered, those that windows are told of: the newest, and however many began since, what runs and what a
 * person may still go back to.
 * @param jobs newest first
 * @param isKept there is more of it than its last view
 */
export const shownJobs = (jobs: readonly JobView[], isKept: (id: string) => boolean): readonly JobView[] =>
  jobs.filter(({ id, state }, index) => index < newest || state === 'running' || isKept(id));
