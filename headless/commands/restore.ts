import { resolve } from 'node:path';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import type { ConflictPolicy } from '../../core/restore/plan-restore.ts';
import type { RestoreProgress, RestoreReport } from '../../core/restore/restore-report.ts';
import { runRestore } from '../../core/restore/run-restore.ts';
import { chooseHere } from '../choose-here.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { ProgressLine } from '../progress-line.ts';
import { readSnapshots } from '../read-snapshots.ts';
import { useRepository } from '../use-repository.ts';
import { countInWords, countOf, durationInWords, sizeInWords, timeInWords } from '../words-for-people.ts';

/** Problems and conflicts shown to people; --json has more. */
const shown = 20;

const policies: readonly ConflictPolicy[] = ['keep-both', 'skip', 'overwrite'];

export async function restore(
  context: CommandContext,
  wanted: string,
  paths: readonly string[],
  flags: { readonly to: string; readonly conflict: string },
): Promise<Outcome> {
  const conflicts = policies.find((policy) => policy === flags.conflict);
  if (!conflicts)
    throw new HoldfastError('usage', {
      reason: `--conflict is one of ${policies.join(', ')}, not "${flags.conflict}"`,
    });
  if (flags.to === '') throw new HoldfastError('usage', { reason: '--to is empty' });
  const to = resolve(flags.to);
  return await useRepository(context, { readOnly: true }, async (inUse) => {
    const snapshot = await chooseHere(context, inUse, await readSnapshots(inUse), wanted);
    context.note(`Restoring the snapshot of ${timeInWords(snapshot.uploadedAt)} to ${to}`);
    const line = new ProgressLine(context.terminal, context.world.now);
    const started = context.world.now();
    try {
      const report = await runRestore({
        repository: inUse.repository,
        catalog: inUse.catalog,
        snapshot,
        paths,
        to,
        conflicts,
        world: context.world,
        signal: context.signal,
        onProgress: (progress) =>
          line.update(() => progressWords(progress, (context.world.now() - started) / 1000)),
      });
      return outcomeOf(report, snapshot.id, to);
    } finally {
      line.clear();
    }
  });
}

function progressWords({ files, bytes, totalFiles, totalBytes }: RestoreProgress, seconds: number): string {
  const rate = seconds > 0 ? bytes / seconds : 0;
  const left =
    rate > 0 && seconds > 1 && totalBytes - bytes > rate
      ? ` · about ${durationInWords((totalBytes - bytes) / rate)} left`
      : '';
  return `Restoring: ${countInWords(files)} of ${countInWords(totalFiles)} files · ${sizeInWords(bytes)} of ${sizeInWords(totalBytes)} · ${sizeInWords(rate)}/s${left}`;
}

function outcomeOf(report: RestoreReport, snapshot: string, to: string): Outcome {
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
