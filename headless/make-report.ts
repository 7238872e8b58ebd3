import { hostname } from 'node:os';
import type { FoundSnapshot } from '../core/catalog/snapshots.ts';
import type { Recovery } from '../core/recovery/open-recovery.ts';
import type { Spool } from '../core/recovery/spool.ts';
import { writeManifest, type Manifest } from '../core/recovery/write-manifest.ts';
import { writeReport } from '../core/recovery/write-report.ts';
import { writesMade } from '../core/recovery/writes-made.ts';
import type { RestoreConflict, RestoreProblem, RestoreReport } from '../core/restore/restore-report.ts';
import type { RunOutcome } from '../core/restore/restore-run.ts';
import type { CommandContext } from './command-context.ts';
import { programName } from './program-name.ts';
import { ProgressLine } from './progress-line.ts';
import { userName } from './user-name.ts';
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
  readonly lockedUntil: number | undefined;
  readonly restored: RestoreReport;
  readonly outcome: RunOutcome;
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
export async function makeReport(context: CommandContext, request: ReportRequest): Promise<ReportMade> {
  const { file, recovery, snapshot, restored, problems, conflicts } = request;
  const { world, terminal, signal } = context;
  const line = new ProgressLine(terminal, world.now);
  const list = `${file}.sha256`;
  let manifest: ReportMade['manifest'];
  try {
    const made = await writeManifest(list, request.outcome, {
      problem: (problem) => problems.add(problem),
      signal,
      onProgress: (bytes) =>
        line.update(() => `Reading back: ${sizeInWords(bytes)} of ${sizeInWords(restored.bytes)}`),
    });
    manifest = { ...made, file: list };
  } finally {
    line.clear();
  }
  const { store, prefix, repositoryId } = recovery.place;
  const { body } = snapshot;
  const sha256 = await writeReport(
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
        lockedUntil: request.lockedUntil ?? null,
        skippedCount: body.skippedCount,
      },
      asked: request.asked,
      to: request.to,
      files: restored.files,
      bytes: restored.bytes,
      directories: restored.directories,
      alreadyThere: restored.alreadyThere,
      downloadedBytes: restored.downloadedBytes,
      writes: writesMade(recovery.meter),
      manifest,
      notes: restored.notes,
      problemCount: problems.count,
      conflictCount: conflicts.count,
    },
    { problems: problems.items(), conflicts: conflicts.items() },
  );
  return { file, sha256, manifest, problemCount: problems.count };
}
