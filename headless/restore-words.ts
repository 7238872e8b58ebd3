import type { RestoreProgress, RestoreReport } from '../core/restore/restore-report.ts';
import type { Outcome } from './command-context.ts';
import { countInWords, countOf, durationInWords, sizeInWords } from './words-for-people.ts';

/** Problems and conflicts shown to people; --json has more. */
const shown = 20;

export function restoreProgressWords(
  { files, bytes, totalFiles, totalBytes }: RestoreProgress,
  seconds: number,
): string {
  const rate = seconds > 0 ? bytes / seconds : 0;
  const left =
    rate > 0 && seconds > 1 && totalBytes - bytes > rate
      ? ` · about ${durationInWords((totalBytes - bytes) / rate)} left`
      : '';
  return `Restoring: ${countInWords(files)} of ${countInWords(totalFiles)} files · ${sizeInWords(bytes)} of ${sizeInWords(totalBytes)} · ${sizeInWords(rate)}/s${left}`;
}

/** What a restore did: the JSON of --json, and the same for people. */
export function restoreOutcome(report: RestoreReport, snapshot: string, to: string): Outcome {
  const { files, bytes, seconds, problems, problemCount, conflicts, conflictCount, notes } = report;
  const more = (count: number): readonly string[] => (count > 0 ? [`  and ${countInWords(count)} more`] : []);
  const conflictLines = conflicts
    .slice(0, shown)
    .map(
      ({ path, restoredAs }) => `  ${path}: ${restoredAs === null ? 'skipped' : `restored as ${restoredAs}`}`,
    );
  const problemLines = problems.slice(0, shown).map(({ path, reason }) => `  ${path}: ${reason}`);
  return {
    result: { snapshot, to, ...report },
    text: [
      `Restored ${countOf(files, 'file')}, ${sizeInWords(bytes)}, to ${to} in ${durationInWords(seconds)}.`,
      ...notes,
      ...(conflictCount > 0
        ? [
            `${countOf(conflictCount, 'file')} stood in the way:`,
            ...conflictLines,
            ...more(conflictCount - conflictLines.length),
          ]
        : []),
      ...(problemCount > 0
        ? [
            `${countOf(problemCount, 'path')} could not be restored wholly:`,
            ...problemLines,
            ...more(problemCount - problemLines.length),
          ]
        : []),
    ].join('\n'),
    exitCode: problemCount > 0 ? 3 : 0,
  };
}
