import type { JobProgress } from '../../core/contract/jobs.ts';

/** 0 to 1 by bytes, by files where there are none; null while the totals still grow from nothing. */
export function shareOf({
  doneBytes,
  totalBytes,
  doneFiles,
  totalFiles,
  open,
}: Pick<JobProgress, 'doneBytes' | 'totalBytes' | 'doneFiles' | 'totalFiles' | 'open'>): number | null {
  if (open) return null;
  if (totalBytes > 0) return Math.min(1, doneBytes / totalBytes);
  return totalFiles > 0 ? Math.min(1, doneFiles / totalFiles) : null;
}
