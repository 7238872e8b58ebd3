import { hostname } from 'node:os';
import { readFile } from 'node:fs/promises';
import { kitNextStep } from '../../core/app/kit/kit-reminder.ts';
import { backupWords, type Proven } from '../../core/app/protection-words.ts';
import { assertTakesBackups } from '../../core/app/move-words.ts';
import { readSettings } from '../../core/app/settings.ts';
import { detectionOfHome } from '../../core/app/detection-of-home.ts';
import { noteSuspicion, suspicionWords, unusualWords } from '../../core/app/suspicion-words.ts';
import { provenNow } from '../../core/app/protection-state.ts';
import { readUpkeep } from '../../core/app/upkeep-state.ts';
import { shortId } from '../../core/app/choose-snapshot.ts';
import type { BackupProgress, BackupReport } from '../../core/backup/backup-types.ts';
import type { OpenSuspicion } from '../../core/backup/detection-types.ts';
import { policyOf } from '../../core/app/policy-of.ts';
import { readDecisions } from '../../core/app/own-decisions.ts';
import { noteAndPing } from '../../core/app/renew-home.ts';
import type { LargeRun } from '../../core/backup/large-run.ts';
import { runBackup } from '../../core/backup/run-backup.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import { fromText } from '../../core/source/byte-path.ts';
import { isYes } from '../ask-line.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { parseSize } from '../parse-size.ts';
import { programName } from '../program-name.ts';
import { ProgressLine } from '../progress-line.ts';
import { requestsMade } from '../requests-made.ts';
import { userName } from '../user-name.ts';
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
  return await useRepository(
    context,
    { readOnly: false },
    async ({ repository, catalog, settings, meter }) => {
      const decisions = await readDecisions(context.home);
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
        const report = await runBackup({
          repository,
          catalog,
          request: {
            paths,
            rules,
            never: [fromText(context.home.folder)],
            policy: policyOf(settings),
            ...(decisions ? { decisions } : {}),
            host: hostname(),
            user: userName(),
            platform: process.platform,
            program: programName(),
          },
          world: context.world,
          signal: context.signal,
          onProgress: (progress) => {
            if (!isAsking) line.update(() => progressWords(progress));
          },
          onLargeRun,
          detection: detectionOfHome(context.home, { repository, catalog }),
        });
        line.clear();
        await noteSuspicion(context.home, report);
        const warnings = await noteAndPing(context.home, settings, report.renewal);
        const { proofs, kit } = await readUpkeep(context.home);
        return outcomeOf(report, {
          requests: requestsMade(meter),
          now: report.finishedAt,
          proven: provenNow(proofs, report.finishedAt, policyOf(settings)),
          warnings,
          nextStep: kitNextStep(kit),
        });
      } finally {
        line.clear();
      }
    },
  );
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
  const { snapshot, files, bytes, storedBytes, newBytes, seconds, skipped, shortenedLeases, earlier } =
    report;
  const { judgement, suspicion, notes = [] } = report.detection ?? {};
  const warnings = [
    ...(skipped.length > 0 ? [skippedWords(skipped)] : []),
    ...(shortenedLeases > 0
      ? [
          `The provider would not lengthen the locks of ${countOf(shortenedLeases, 'object')}, so the date is earlier than you chose.`,
        ]
      : []),
    ...(earlier.missing > 0
      ? [
          `${countOf(earlier.missing, 'object')} of earlier backups ${earlier.missing === 1 ? 'is' : 'are'} not in the bucket any more. This snapshot is whole; \`holdfast check\` says which files of earlier ones are touched.`,
        ]
      : []),
    ...(earlier.shortenedLeases > 0
      ? [
          `${report.renewal.refused[0]?.code === 'guard-late' ? 'No guard has lengthened' : 'The provider would not lengthen'} the locks of ${countOf(earlier.shortenedLeases, 'object')} of earlier backups; \`holdfast snapshots\` shows until when each is protected.`,
        ]
      : []),
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
