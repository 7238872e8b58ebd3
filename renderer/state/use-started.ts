import { useState } from 'react';
import type { JobView } from '../../core/contract/jobs.ts';
import { useJob } from './app-store.ts';
import { latestOf } from './latest-of.ts';

/** A job that was begun from here, as it stands. */
export function useStarted(started: JobView | null): JobView | null {
  const told = useJob(started?.id ?? null);
  const [last, setLast] = useState<JobView>();
  if (told !== undefined && told !== last) setLast(told);
  return latestOf(started, told, last);
}
