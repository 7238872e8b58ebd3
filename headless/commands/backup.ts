import { readFile } from 'node:fs/promises';
import { backupWarnings, backUpHome } from '../../core/app/back-up-home.ts';
import { backupWords, type Proven } from '../../core/app/protection-words.ts';
import { assertTakesBackups } from '../../core/app/move-words.ts';
import { readSettings } from '../../core/app/settings.ts';
import { suspicionWords, unusualWords } from '../../core/app/suspicion-words.ts';
import { shortId } from '../../core/app/choose-snapshot.ts';
import type { BackupProgress, BackupReport } from '../../core/backup/backup-types.ts';
import type { OpenSuspicion } from '../../core/backup/detection-types.ts';
import type { LargeRun } from '../../core/backup/large-run.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import { isYes } from '../ask-line.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { parseSize } from '../parse-size.ts';
import { programName } from '../program-name.ts';
import { ProgressLine } from '../progress-line.ts';
import { requestsMade } from '../requests-made.ts';
import { useRepository } from '../use-repository.ts';
import { countInWords, countOf, durationInWords, sizeInWords } from '../words-for-people.ts';

export type BackupFlags = {
  readonly exclude?: readonly string[];
  readonly excludeFile?: readonly string[];
  readonly excludeIfPresent?: readonly string[];
  readonly excludeLargerThan?: string;
  readonly oneFileSystem?: boolean;
  readonly yes?: boolean;
};

/** Skipped paths shown to people; --json has all. */
const shownSkipped = 20;

export async function backup(
  context: CommandContext,
  paths: readonly string[],
  flags: BackupFlags,
): Promise<Outcome> {
  // An empty argument is a mistake in a script; it would mean the current folder.
  if (paths.includes('')) throw new HoldfastError('usage', { reason: 'A path is empty' });
  const rules = {
    patterns: [...(flags.exclude ?? []), ...(await patternsOf(flags.excludeFile ?? []))],
    ifPresent: flags.excludeIfPresent ?? [],
    maxFileBytes: flags.excludeLargerThan === undefined ? undefined : parseSize(flags.excludeLargerThan),
    oneFileSystem: flags.oneFileSystem ?? false,
  };
  assertTakesBackups(await readSettings(context.home));
  return await useRepository(context, { readOnly: false }, async (inUse) => {
    const line = new ProgressLine(context.terminal, context.world.now);
    let isAsking = false;
    const onLargeRun = async ({ storedBefore, newBytes }: LargeRun): Promise<boolean> => {
      if (flags.yes) return true;
      if (!context.terminal.inIsTerminal) return false;
      isAsking = true;
      line.clear();
      try {
        return await isYes(
          context,
          `${sizeInWords(storedBefore)} are stored, and this run is about to lock more than ${sizeInWords(newBytes)} of new data, which nobody can take back. Go on?`,
        );
      } finally {
        isAsking = false;
      }
    };
    try {
      const { report, ...rest } = await backUpHome({
        home: context.home,
        inUse,
        world: context.world,
        paths,
        rules,
        program: programName(),
        signal: context.signal,
        onProgress: (progress) => {
          if (!isAsking) line.update(() => progressWords(progress));
        },
        onLargeRun,
      });
      line.clear();
      return outcomeOf(report, { ...rest, requests: requestsMade(inUse.meter), now: report.finishedAt });
    } finally {
      line.clear();
    }
  });
}

async function patternsOf(files: readonly string[]): Promise<readonly string[]> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return texts
    .flatMap((text) => text.split(/\r?\n/))
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

export function progressWords(progress: BackupProgress): string {
  const { phase, doneFiles, foundFiles, doneBytes, foundBytes, scanned, seconds, remainingSeconds } =
    progress;
  if (phase === 'preparing') return 'Looking at what is already stored …';
  if (phase === 'publishing') return 'Confirming the locks …';
  const more = scanned ? '' : ' so far';
  const rate = seconds > 0 && doneBytes > 0 ? ` · ${sizeInWords(doneBytes / seconds)}/s` : '';
  const left =
    remainingSeconds === undefined || remainingSeconds < 1
      ? ''
      : ` · about ${durationInWords(remainingSeconds)} left`;
  return `Backing up: ${countInWords(doneFiles)} of ${countInWords(foundFiles)} files${more} · ${sizeInWords(doneBytes)} of ${sizeInWords(foundBytes)}${rate}${left}`;
}

export function outcomeOf(
  report: BackupReport,
  {
    requests,
    now,
    proven,
    warnings: further = [],
    nextStep,
  }: {
    readonly requests: Readonly<Record<string, number>>;
    readonly now: number;
    readonly proven: Proven;
    readonly warnings?: readonly string[];
    /** Said until it was done once. */
    readonly nextStep?: string | undefined;
  },
): Outcome {
  const { snapshot, files, bytes, storedBytes, newBytes, seconds, skipped, earlier } = report;
  const { judgement, suspicion, notes = [] } = report.detection ?? {};
  const warnings = [
    ...(skipped.length > 0 ? [skippedWords(skipped)] : []),
    ...backupWarnings(report),
    ...further,
  ];
  return {
    result: {
      snapshot,
      files,
      bytes,
      storedBytes,
      newBytes,
      requests,
      protectedUntil: new Date(report.protectedUntil).toISOString(),
      seconds,
      skipped,
      earlier,
      renewed: report.renewal.renewed,
      protected: proven === 'proven',
      judgement: judgement ?? null,
      suspicion: suspicion ? suspicionResult(suspicion) : null,
      notes,
      nextStep: nextStep ?? null,
    },
    text: [
      ...(suspicion ? suspicionWords(suspicion) : unusualWords(judgement)),
      backupWords(report.protectedUntil, now, proven, `${countOf(files, 'file')}, ${sizeInWords(bytes)}`),
      `Snapshot ${shortId(snapshot)} in ${durationInWords(seconds)}; ${sizeInWords(newBytes)} new, ${sizeInWords(storedBytes)} uploaded.`,
      ...warnings,
      ...notes,
      ...(nextStep ? [nextStep] : []),
    ].join('\n'),
    // Stored, but on a storage that was seen to let go what is locked.
    exitCode: proven === 'disproved' ? 1 : warnings.length > 0 || suspicion ? 3 : 0,
  };
}

const suspicionResult = ({
  since,
  verdict,
  signals,
  isNew,
  lastClean,
  renewal,
}: OpenSuspicion): Readonly<Record<string, unknown>> => ({
  since: new Date(since).toISOString(),
  verdict,
  signals,
  isNew,
  lastClean,
  frozen: true,
  renewed: renewal?.renewed ?? 0,
});

function skippedWords(skipped: BackupReport['skipped']): string {
  const shown = skipped.slice(0, shownSkipped).map(({ path, reason }) => `  ${path}: ${reason}`);
  const more = skipped.length - shown.length;
  return [
    `${countOf(skipped.length, 'path')} could not be backed up, everything else is:`,
    ...shown,
    ...(more > 0 ? [`  and ${countInWords(more)} more`] : []),
  ].join('\n');
}
