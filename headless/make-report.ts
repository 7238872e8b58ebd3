import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { explainError } from '../core/app/explain-error.ts';
import type { FoundSnapshot } from '../core/catalog/snapshots.ts';
import type { Recovery } from '../core/recovery/open-recovery.ts';
import type { Outlook } from '../core/recovery/plan-recovery.ts';
import type { RestoreFacts } from '../core/recovery/restore-facts.ts';
import type { Spool } from '../core/recovery/spool.ts';
import { writeManifest, type Manifest } from '../core/recovery/write-manifest.ts';
import { writeReport } from '../core/recovery/write-report.ts';
import { writesMade } from '../core/recovery/writes-made.ts';
import type {
  RestoreConflict,
  RestoreProblem,
  RestoreProgress,
  RestoreReport,
} from '../core/restore/restore-report.ts';
import type { RunOutcome } from '../core/restore/restore-run.ts';
import type { CommandContext } from './command-context.ts';
import { programName } from './program-name.ts';
import { ProgressLine } from './progress-line.ts';
import { toldForRecovery } from './recovery-from-flags.ts';
import { userName } from '../core/system/user-name.ts';
import { sizeInWords } from './words-for-people.ts';

export type ReportRequest = {
  readonly file: string;
  readonly recovery: Recovery;
  readonly snapshot: FoundSnapshot;
  /** Paths; empty: everything. */
  readonly asked: readonly string[];
  readonly to: string;
  /** This computer's clock. */
  readonly startedAt: number;
  /** The provider's at that moment. */
  readonly providerTime: number;
  /** Undefined: it ended before there was a plan. */
  readonly outlook: Outlook | undefined;
  readonly problems: Spool<RestoreProblem>;
  readonly conflicts: Spool<RestoreConflict>;
};

export type ReportMade = {
  readonly file: string;
  readonly sha256: string;
  readonly manifest: Manifest & { readonly file: string };
  /** Including what could not be read back. */
  readonly problemCount: number;
};

/** Reads every restored file back from the disk, then writes the report about it all. */
export async function makeReport(
  context: CommandContext,
  request: ReportRequest,
  restored: RestoreReport,
  outcome: RunOutcome,
): Promise<ReportMade> {
  const { file, problems } = request;
  const { world, terminal, signal } = context;
  const line = new ProgressLine(terminal, world.now);
  const list = `${file}.sha256`;
  let manifest: ReportMade['manifest'];
  try {
    const made = await writeManifest(list, outcome, {
      problem: (problem) => problems.add(problem),
      signal,
      onProgress: (bytes) =>
        line.update(() => `Reading back: ${sizeInWords(bytes)} of ${sizeInWords(restored.bytes)}`),
    });
    manifest = { ...made, file: list };
  } finally {
    line.clear();
  }
  try {
    const { directories, files, bytes, alreadyThere, downloadedBytes, notes } = restored;
    const back = { files, bytes, alreadyThere, downloadedBytes, notes };
    const end = { isFinished: true, directories, manifest } as const;
    const sha256 = await write(context, request, { ...back, end });
    return { file, sha256, manifest, problemCount: problems.count };
  } catch (error) {
    // Alone it would keep the same command from going on.
    await rm(list, { force: true });
    throw error;
  }
}

/** Mistakes of the command line, found before anything came back. */
const mistakes: ReadonlySet<string> = new Set(['usage', 'path-not-in-snapshot', 'path-impossible']);

/**
 * Writes what is known of a restore that ended early. Where even that fails, a note says so: what ended the restore counts more.
 * @param soFar undefined: it ended before it wrote anything
 */
export async function makeUnfinishedReport(
  context: CommandContext,
  request: ReportRequest,
  soFar: RestoreProgress | undefined,
  error: unknown,
): Promise<void> {
  const { code, words } = explainError(toldForRecovery(error));
  if (mistakes.has(code)) return;
  const { file, recovery, outlook } = request;
  const there = outlook?.alreadyThere ?? { files: 0, bytes: 0 };
  const { files, bytes } = soFar ?? there;
  const of = outlook && { files: outlook.files, bytes: outlook.bytes };
  try {
    await write(context, request, {
      files,
      bytes,
      alreadyThere: there.files,
      downloadedBytes: recovery.meter.snapshot().downloadedBytes,
      notes: [],
      end: { isFinished: false, why: words, of },
    });
    context.note(`The restore did not finish. What was back by then is in ${file}.`);
  } catch (unwritten) {
    context.note(`The report could not be written. ${explainError(unwritten).words}`);
  }
}

type Back = Pick<RestoreFacts, 'files' | 'bytes' | 'alreadyThere' | 'downloadedBytes' | 'notes' | 'end'>;

async function write({ world }: CommandContext, request: ReportRequest, back: Back): Promise<string> {
  const { file, recovery, snapshot, problems, conflicts } = request;
  const { store, prefix, repositoryId } = recovery.place;
  const { body } = snapshot;
  return await writeReport(
    file,
    {
      program: programName(),
      user: userName(),
      host: hostname(),
      startedAt: request.startedAt,
      finishedAt: world.now(),
      providerTime: request.providerTime,
      from: { endpoint: store.endpoint, bucket: store.bucket, prefix, repository: repositoryId },
      snapshot: {
        id: snapshot.id,
        uploadedAt: snapshot.uploadedAt,
        complete: body.complete,
        host: body.host,
        user: body.user,
        program: body.program,
        folders: body.roots.map(({ path }) => path),
        files: body.statistics.files,
        bytes: body.statistics.bytes,
        lockedUntil: request.outlook?.lockedUntil ?? null,
        skippedCount: body.skippedCount,
      },
      asked: request.asked,
      to: request.to,
      writes: writesMade(recovery.meter),
      problemCount: problems.count,
      conflictCount: conflicts.count,
      ...back,
    },
    { problems: problems.items(), conflicts: conflicts.items() },
  );
}
