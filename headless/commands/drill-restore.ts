import { noteOutcome } from '../../core/app/drill/note-outcome.ts';
import { runDrill, type DrillReport } from '../../core/app/drill/run-drill.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import { writesMade } from '../../core/recovery/writes-made.ts';
import { chooseHere } from '../choose-here.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { readSnapshots } from '../../core/app/read-snapshots.ts';
import { useRepository } from '../use-repository.ts';
import { countInWords, countOf, durationInWords, sizeInWords, timeInWords } from '../words-for-people.ts';

const defaultFiles = 20;
const maxFiles = 10_000;
const maxBytes = 200e6;
/** Paths shown to people; --json has all. */
const shown = 10;

export type DrillFlags = { readonly files?: string };

/** Restores a random sample of the latest snapshot and compares it; what came of it is noted for `status`. */
export async function drillRestore(context: CommandContext, flags: DrillFlags): Promise<Outcome> {
  const files = filesFrom(flags);
  return await useRepository(context, { readOnly: true }, async (inUse) => {
    const listed = await readSnapshots(inUse);
    const { now } = listed;
    const snapshot = await chooseHere(context, inUse, listed, 'latest');
    context.note(`Restoring a sample of the snapshot of ${timeInWords(snapshot.uploadedAt)} …`);
    const report = await runDrill({
      repository: inUse.repository,
      catalog: inUse.catalog,
      snapshot,
      limits: { files, bytes: maxBytes },
      now,
      world: context.world,
      signal: context.signal,
    });
    await noteOutcome(context.home, report, now);
    return outcomeOf(report, writesMade(inUse.meter));
  });
}

function filesFrom({ files }: DrillFlags): number {
  if (files === undefined) return defaultFiles;
  const count = /^\d{1,6}$/.test(files) ? Number(files) : 0;
  if (count >= 1 && count <= maxFiles) return count;
  throw new HoldfastError('usage', {
    reason: `--files is a number from 1 to ${countInWords(maxFiles)}, not "${files}"`,
  });
}

function outcomeOf(report: DrillReport, writes: number): Outcome {
  const { files, bytes, compared, notCompared, problems, seconds, downloadedBytes } = report;
  const ok = problems.length === 0;
  const list = (what: readonly { readonly path: string; readonly reason: string }[]): readonly string[] => [
    ...what.slice(0, shown).map(({ path, reason }) => `  ${path}: ${reason}`),
    ...(what.length > shown ? [`  and ${countInWords(what.length - shown)} more`] : []),
  ];
  return {
    result: { ok, ...report, writes },
    text: [
      files === 0 && ok
        ? 'The snapshot has no file to restore.'
        : `Restored ${countOf(files, 'file')}, ${sizeInWords(bytes)}, to a temporary folder in ${durationInWords(seconds)}, ${sizeInWords(downloadedBytes)} downloaded. Every piece was what was stored.`,
      ...(compared > 0
        ? [`Compared byte for byte with the files on this computer: ${countInWords(compared)} the same.`]
        : []),
      ...(notCompared.length > 0
        ? [
            `Restored, but not compared, because the file here is not the one of then: ${countInWords(notCompared.length)}.`,
            ...list(notCompared),
          ]
        : []),
      ...(ok
        ? ['The drill went well. The temporary folder is removed, and nothing in the bucket was changed.']
        : [
            `The drill FAILED for ${countOf(problems.length, 'path')}:`,
            ...list(problems),
            'Run `holdfast check --read-data` to see everything that is concerned.',
          ]),
    ].join('\n'),
    exitCode: ok ? 0 : 1,
  };
}
