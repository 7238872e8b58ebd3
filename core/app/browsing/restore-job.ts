import { saidBecause } from '../../model/reasons.ts';
import type { JobPhase } from '../../contract/jobs.ts';
import type { RestoreReportView } from '../../contract/restore.ts';
import {
  CappedList,
  type RestoreConflict,
  type RestoreProblem,
  type RestoreProgress,
  type RestoreReport,
} from '../../restore/restore-report.ts';
import type { JobEnd, RunningJob } from '../service/service-context.ts';
import { countOf, sizeInWords } from '../words-for-people.ts';
import type { BrowseSource, RestoreWish } from './browse-source.ts';
import { shownName } from './shown-name.ts';

/**
 * Carries a restore out. However it ends, what is back and what is not so far is told.
 * @param keep is given the report, also before an error is thrown
 */
export async function runRestoreJob(
  source: BrowseSource,
  wish: RestoreWish,
  job: RunningJob,
  keep: (report: Omit<RestoreReportView, 'report'>) => void,
): Promise<JobEnd> {
  let problems = new CappedList<RestoreProblem>();
  let conflicts = new CappedList<RestoreConflict>();
  let soFar = { files: 0, bytes: 0 };
  job.progress(progressOf('preparing', { files: 0, bytes: 0, totalFiles: 0, totalBytes: 0 }, true));
  const view = (
    report: Partial<Pick<RestoreReport, 'files' | 'bytes' | 'problems' | 'problemCount'>>,
    complete: boolean,
  ): Omit<RestoreReportView, 'report'> => ({
    destination: wish.to,
    files: report.files ?? soFar.files,
    bytes: report.bytes ?? soFar.bytes,
    complete,
    problems: (report.problems ?? problems.items).map(({ path, reason }) => ({
      path: shownName(path),
      reason,
      said: saidBecause(reason),
    })),
    problemCount: report.problemCount ?? problems.count,
    renamed: conflicts.items.flatMap(({ path, restoredAs }) =>
      restoredAs === null ? [] : [{ path: shownName(path), as: shownName(restoredAs) }],
    ),
  });
  try {
    const watched = {
      ...wish,
      signal: job.signal,
      onAnew: () => {
        problems = new CappedList();
        conflicts = new CappedList();
      },
      onProblem: (problem: RestoreProblem) => problems.add(problem),
      onConflict: (conflict: RestoreConflict) => conflicts.add(conflict),
      onProgress: (progress: RestoreProgress) => {
        soFar = progress;
        job.progress(progressOf('downloading', progress, false));
      },
    };
    const report = await source.restore(watched, job.id);
    keep(view(report, report.problemCount === 0));
    return endOf(report, wish);
  } catch (error) {
    keep(view({}, false));
    throw error;
  }
}

function progressOf(
  phase: JobPhase,
  {
    files,
    bytes,
    totalFiles,
    totalBytes,
  }: { files: number; bytes: number; totalFiles: number; totalBytes: number },
  open: boolean,
) {
  return {
    phase,
    doneFiles: files,
    totalFiles,
    doneBytes: bytes,
    totalBytes,
    open,
    bytesPerSecond: null,
    remainingSeconds: null,
    slow: null,
  };
}

function endOf(report: RestoreReport, { to, snapshot }: RestoreWish): JobEnd {
  const { files, bytes, problemCount, alreadyThere, downloadedBytes, conflictCount, seconds } = report;
  return {
    state: problemCount > 0 ? 'warnings' : 'done',
    words: [
      `${countOf(files, 'file')} (${sizeInWords(bytes)}) ${files === 1 ? 'is' : 'are'} in ${to}.`,
      ...(problemCount > 0
        ? [`${countOf(problemCount, 'file or folder', 'files or folders')} could not be restored.`]
        : []),
    ].join(' '),
    figures: {
      files,
      bytes,
      problems: problemCount,
      alreadyThere,
      downloadedBytes,
      conflicts: conflictCount,
      seconds,
    },
    snapshot: snapshot.id,
  };
}
