import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { RestoreProblem, RestoreReport } from '../restore/restore-report.ts';
import { userName } from '../system/user-name.ts';
import { checkUnchanged } from './check-unchanged.ts';
import type { RestoreFacts, RestoreLists } from './restore-facts.ts';
import type { RestoreRecord } from './restore-record.ts';
import { Spool } from './spool.ts';
import { writeManifest, type Manifest, type ManifestOf } from './write-manifest.ts';
import { writeReport, type MayReplace } from './write-report.ts';
import { writesMade } from './writes-made.ts';

type ReportPlace = { readonly file: string; readonly mayReplace: MayReplace };

export type ReportMade = {
  readonly file: string;
  readonly sha256: string;
  readonly manifest: Manifest & { readonly file: string };
  /** Including what could not be read back. */
  readonly problemCount: number;
};

/**
 * Reads every restored file back from the disk, then writes the report about it all, and the list of checksums beside it.
 * @throws path-impossible, restored-changed, cancelled; then nothing is left
 */
export async function makeReport(
  record: RestoreRecord,
  restored: RestoreReport,
  listed: ManifestOf,
  {
    file,
    mayReplace,
    signal,
    onProgress,
  }: ReportPlace & {
    readonly signal: AbortSignal | undefined;
    readonly onProgress: (bytes: number) => void;
  },
): Promise<ReportMade> {
  const list = `${file}.sha256`;
  const unread = new Spool<RestoreProblem>();
  try {
    await checkUnchanged(listed.files(), signal);
    const problem = (one: RestoreProblem): void => unread.add(one);
    const made = await writeManifest(list, listed, { problem, signal, onProgress });
    const manifest = { ...made, file: list };
    try {
      const { directories, files, bytes, alreadyThere, downloadedBytes, notes } = restored;
      const back = { files, bytes, alreadyThere, downloadedBytes, notes };
      const problemCount = record.problems.count + unread.count;
      const end = { isFinished: true, directories, manifest } as const;
      const problems = oneAfterTheOther(record.problems.items(), unread.items());
      const sha256 = await writeReport(
        file,
        factsOf(record, { ...back, problemCount, end }),
        { problems, conflicts: record.conflicts.items() },
        mayReplace,
      );
      return { file, sha256, manifest, problemCount };
    } catch (error) {
      // Alone it would keep the same command from going on.
      await rm(list, { force: true });
      throw error;
    }
  } finally {
    unread.close();
  }
}

/**
 * Writes what is known of a restore that ended early.
 * @param why in words
 * @param next how to go on, in words
 * @throws path-impossible
 */
export async function makeUnfinishedReport(
  record: RestoreRecord,
  { why, next }: { readonly why: string; readonly next: string },
  { file, mayReplace }: ReportPlace,
): Promise<{ readonly files: number; readonly bytes: number; readonly problemCount: number }> {
  const { outlook, problems, conflicts } = record;
  const there = outlook?.alreadyThere ?? { files: 0, bytes: 0 };
  const { files, bytes } = record.soFar ?? there;
  const of = outlook && { files: outlook.files, bytes: outlook.bytes };
  const { downloadedBytes } = record;
  const problemCount = problems.count;
  const end = { isFinished: false, why, next, of } as const;
  const lists: RestoreLists = { problems: problems.items(), conflicts: conflicts.items() };
  const back = { files, bytes, alreadyThere: there.files, downloadedBytes, notes: [], problemCount, end };
  await writeReport(file, factsOf(record, back), lists, mayReplace);
  return { files, bytes, problemCount };
}

type Back = Pick<
  RestoreFacts,
  'files' | 'bytes' | 'alreadyThere' | 'downloadedBytes' | 'notes' | 'problemCount' | 'end'
>;

function factsOf(record: RestoreRecord, back: Back): RestoreFacts {
  const { recovery, snapshot, asked, to, program, world } = record.about;
  const { store, prefix, repositoryId } = recovery.place;
  const { body } = snapshot;
  const now = world.now();
  return {
    program,
    user: userName(),
    host: hostname(),
    startedAt: record.startedAt,
    finishedAt: record.endedAt ?? now,
    writtenAt: now,
    providerTime: record.providerTime,
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
      lockedUntil: record.outlook?.lockedUntil ?? null,
      skippedCount: body.skippedCount,
    },
    asked,
    to,
    writes: writesMade(recovery.meter),
    conflictCount: record.conflicts.count,
    ...back,
  };
}

async function* oneAfterTheOther<T>(...lists: readonly AsyncIterable<T>[]): AsyncGenerator<T> {
  for (const list of lists) yield* list;
}
