import { lstat } from 'node:fs/promises';
import { because } from '../../model/reasons.ts';
import type { BackupProgress } from '../../backup/backup-types.ts';
import type { JobProgress } from '../../contract/jobs.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { shownName } from '../browsing/shown-name.ts';
import { backUpHome, backupWarnings, type BackedUpHome } from '../back-up-home.ts';
import { rulesOf } from '../exclude-presets.ts';
import { notProtected } from '../protection-words.ts';
import { countOf, dateInWords, sizeInWords } from '../words-for-people.ts';
import { whyUnreadable } from '../../source/read-directory.ts';
import type { BackupSet, JobEnd, RunningJob, SetInUse } from './service-context.ts';
import type { World } from '../../system/world.ts';

export async function runBackupJob(
  { settings }: BackupSet,
  inUse: SetInUse,
  job: RunningJob,
  about: { readonly world: World; readonly program: string; readonly appFolder: string },
): Promise<JobEnd> {
  if (settings.sources.length === 0)
    throw new HoldfastError('request-invalid', { reason: 'no folder is chosen to be backed up' });
  const { there, away } = await sourcesNow(settings.sources);
  const [first] = away;
  // A disk that is not plugged in does not keep the rest from being backed up.
  if (there.length === 0 && first) throw new HoldfastError('path-impossible', first);
  const done = await backUpHome({
    home: inUse.home,
    inUse,
    world: about.world,
    paths: there,
    rules: rulesOf(settings.excludes),
    never: [about.appFolder],
    program: about.program,
    signal: job.signal,
    onProgress: (progress) => job.progress(inJobWords(progress)),
    onLargeRun: ({ storedBefore, newBytes }) => job.ask({ storedBytes: storedBefore, newBytes }),
  });
  return endOf({ ...done, report: { ...done.report, skipped: [...away, ...done.report.skipped] } });
}

type Away = { readonly path: string; readonly reason: string };

async function sourcesNow(
  sources: readonly string[],
): Promise<{ readonly there: readonly string[]; readonly away: readonly Away[] }> {
  const there: string[] = [];
  const away: Away[] = [];
  for (const path of sources)
    try {
      await lstat(path);
      there.push(path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      away.push({ path, reason: code === 'ENOENT' ? because('reason-not-there') : whyUnreadable(error) });
    }
  return { there, away };
}

function inJobWords(progress: BackupProgress): JobProgress {
  return {
    phase: progress.phase === 'storing' && !progress.scanned ? 'scanning' : progress.phase,
    doneFiles: progress.doneFiles,
    totalFiles: progress.foundFiles,
    doneBytes: progress.doneBytes,
    totalBytes: progress.foundBytes,
    open: !progress.scanned,
    bytesPerSecond: null,
    remainingSeconds: progress.remainingSeconds ?? null,
    slow: progress.slow === undefined ? null : { words: shownName(progress.slow), said: null },
  };
}

function endOf({ report, proven, warnings: further }: BackedUpHome): JobEnd {
  const { files, bytes, newBytes, storedBytes, skipped, snapshot, protectedUntil, renewal, detection } =
    report;
  const suspected = detection?.suspicion !== undefined;
  const warnings = [
    ...(proven === 'disproved' ? [notProtected] : []),
    ...(suspected ? ['An attack is suspected: look at Recovery before anything else.'] : []),
    ...(skipped.length > 0 ? [`${countOf(skipped.length, 'path')} could not be read.`] : []),
    ...backupWarnings(report),
    ...further,
  ];
  return {
    state: warnings.length > 0 ? 'warnings' : 'done',
    words: [
      `${countOf(files, 'file')}, ${sizeInWords(bytes)}, locked until ${dateInWords(protectedUntil)}; ${sizeInWords(newBytes)} new.`,
      ...warnings,
    ].join(' '),
    figures: {
      files,
      bytes,
      newBytes,
      storedBytes,
      skipped: skipped.length,
      renewed: renewal.renewed,
      protectedUntil,
      suspected: suspected ? 1 : 0,
    },
    snapshot,
    skipped,
  };
}
