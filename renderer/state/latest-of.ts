import type { JobView } from '../../core/contract/jobs.ts';

/**
 * A job that was begun, as it stands: the engine tells of all that run, so one that it told of and knows no more has ended, or
 * the engine fell and it with it.
 * @param started as the answer said
 * @param told as the engine says now
 * @param last that it ever said of any
 */
export function latestOf(
  started: JobView | null,
  told: JobView | undefined,
  last: JobView | undefined,
): JobView | null {
  if (started === null || told !== undefined) return told ?? null;
  if (last?.id !== started.id) return started;
  if (last.state !== 'running') return last;
  return {
    ...last,
    state: 'failed',
    error: { code: 'engine-stopped', details: {}, words: '', retry: 'later' },
  };
}
