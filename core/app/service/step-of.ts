import type { JobPhase, JobProgress } from '../../contract/jobs.ts';

/** A job that cannot say how much there is to do. */
export const stepOf = (phase: JobPhase, slow: JobProgress['slow'] = null): JobProgress => ({
  phase,
  doneFiles: 0,
  totalFiles: 0,
  doneBytes: 0,
  totalBytes: 0,
  open: true,
  bytesPerSecond: null,
  remainingSeconds: null,
  slow,
});
