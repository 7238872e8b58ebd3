import type { SetSummary } from '../../core/contract/app.ts';
import type { JobView } from '../../core/contract/jobs.ts';

/** A set that is well. */
export const wellSet = (change: Partial<SetSummary> = {}): SetSummary => ({
  id: 'main',
  name: 'Laptop',
  state: 'protected',
  protectedUntil: Date.UTC(2026, 11, 21, 12),
  lastBackup: { at: Date.now() - 2 * 3_600_000, newFiles: 214 },
  nextRun: null,
  pausedUntil: null,
  locked: false,
  practice: false,
  trouble: null,
  ...change,
});

export const runningBackup = (change: Partial<JobView> = {}): JobView => ({
  id: 'job-1',
  kind: 'backup',
  set: 'main',
  state: 'running',
  startedAt: 0,
  endedAt: null,
  progress: null,
  words: null,
  figures: {},
  error: null,
  question: null,
  ...change,
});
