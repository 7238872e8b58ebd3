import { hostname } from 'node:os';
import { runBackup } from '../backup/run-backup.ts';
import type { BackupProgress, BackupReport } from '../backup/backup-types.ts';
import type { AskLargeRun } from '../backup/large-run.ts';
import { fromText } from '../source/byte-path.ts';
import type { ExclusionRules } from '../source/exclusion.ts';
import { userName } from '../system/user-name.ts';
import type { World } from '../system/world.ts';
import { detectionOfHome } from './detection-of-home.ts';
import type { Home } from './home.ts';
import { kitNextStep } from './kit/kit-reminder.ts';
import { assertTakesBackups } from './move-words.ts';
import type { RepositoryInUse } from './open-repository-for-use.ts';
import { readDecisions } from './own-decisions.ts';
import { policyOf } from './policy-of.ts';
import { provenNow } from './protection-state.ts';
import type { Proven } from './protection-words.ts';
import { noteAndPing } from './renew-home.ts';
import { noteSuspicion } from './suspicion-words.ts';
import { readUpkeep } from './upkeep-state.ts';
import { countOf } from './words-for-people.ts';

export type BackedUpHome = {
  readonly report: BackupReport;
  readonly proven: Proven;
  /** For people: a ping that nobody answered. */
  readonly warnings: readonly string[];
  /** Said until it was done once. */
  readonly nextStep: string | undefined;
};

export type BackUpRequest = {
  readonly home: Home;
  readonly inUse: Pick<RepositoryInUse, 'repository' | 'catalog' | 'settings'>;
  readonly world: World;
  readonly paths: readonly string[];
  readonly rules: ExclusionRules;
  /** Further absolute paths that are left out without a word, beside the home. */
  readonly never?: readonly string[];
  /** Name and version, as snapshots record it. */
  readonly program: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BackupProgress) => void;
  readonly onLargeRun: AskLargeRun;
};

/**
 * The owner's backup, whole: run, note of what is suspected, of the renewal, and ping.
 * @throws home-ended, run-too-large, cancelled, clocks-differ and what `runBackup` throws
 */
export async function backUpHome(request: BackUpRequest): Promise<BackedUpHome> {
  const { home, world, paths, rules, program, signal, onProgress, onLargeRun } = request;
  const { repository, catalog, settings } = request.inUse;
  assertTakesBackups(settings);
  const decisions = await readDecisions(home);
  const report = await runBackup({
    repository,
    catalog,
    request: {
      paths,
      rules,
      never: [home.folder, ...(request.never ?? [])].map(fromText),
      policy: policyOf(settings),
      ...(decisions ? { decisions } : {}),
      host: hostname(),
      user: userName(),
      platform: process.platform,
      program,
    },
    world,
    signal,
    onProgress,
    onLargeRun,
    detection: detectionOfHome(home, { repository, catalog }),
  });
  await noteSuspicion(home, report);
  const warnings = await noteAndPing(home, settings, report.renewal);
  const { proofs, kit } = await readUpkeep(home);
  return {
    report,
    proven: provenNow(proofs, report.finishedAt, policyOf(settings)),
    warnings,
    nextStep: kitNextStep(kit),
  };
}

/** What of a run deserves a warning, besides the paths that could not be read. */
export function backupWarnings({
  shortenedLeases,
  earlier,
  renewal,
}: Pick<BackupReport, 'shortenedLeases' | 'earlier' | 'renewal'>): readonly string[] {
  return [
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
          `${renewal.refused[0]?.code === 'guard-late' ? 'No guard has lengthened' : 'The provider would not lengthen'} the locks of ${countOf(earlier.shortenedLeases, 'object')} of earlier backups; \`holdfast snapshots\` shows until when each is protected.`,
        ]
      : []),
  ];
}
