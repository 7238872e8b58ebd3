import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { tryNewFile } from '../../core/app/new-home.ts';
import type { FoundSnapshot } from '../../core/catalog/snapshots.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import { browse } from '../../core/recovery/browse.ts';
import type { Recovery } from '../../core/recovery/open-recovery.ts';
import { openPlan, type RecoveryRestoreRequest } from '../../core/recovery/plan-recovery.ts';
import { recoverFiles } from '../../core/recovery/recover-files.ts';
import { RestoreRecord } from '../../core/recovery/restore-record.ts';
import { replacesReport, restoreMark } from '../../core/recovery/unfinished-report.ts';
import { writesMade } from '../../core/recovery/writes-made.ts';
import type { HomeMap } from '../../core/restore/map-home.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { conflictPolicy } from '../conflict-policy.ts';
import { outlookResult, outlookWords } from '../outlook-words.ts';
import { ownersFromFlags } from '../owners-from-flags.ts';
import { placesLine } from '../places-line.ts';
import { ProgressLine } from '../progress-line.ts';
import { makeReport, makeUnfinishedReport } from '../make-report.ts';
import { programName } from '../program-name.ts';
import { useRecovery, type RecoverFlags } from '../recovery-from-flags.ts';
import { requestsMade } from '../requests-made.ts';
import { restoreOutcome, restoreProgressWords } from '../restore-words.ts';
import { snapshotToRecover } from '../snapshot-to-recover.ts';
import { timeInWords } from '../words-for-people.ts';

export type RecoverRestoreFlags = RecoverFlags & {
  readonly to?: string;
  readonly plan?: boolean;
  readonly conflict: string;
  readonly mapHome?: string;
  readonly mapUser?: readonly string[];
  readonly keepOwners?: boolean;
  readonly report?: string;
};

export async function recoverRestore(
  context: CommandContext,
  wanted: string,
  paths: readonly string[],
  flags: RecoverRestoreFlags,
): Promise<Outcome> {
  const conflicts = conflictPolicy(flags.conflict);
  const homes = flags.mapHome === undefined ? undefined : parseHomeMap(flags.mapHome);
  if (flags.to === '') throw new HoldfastError('usage', { reason: '--to is empty' });
  const report = flags.report === undefined || flags.plan ? undefined : resolve(flags.report);
  if (report) {
    if (!(await replacesReport(report, undefined))) await tryNewFile(report);
    await tryNewFile(`${report}.sha256`);
  }
  return await useRecovery(context, flags, async (recovery) => {
    const snapshot = await snapshotToRecover(recovery, wanted);
    const to = resolve(flags.to ?? newFolder(snapshot));
    const repository = recovery.place.repositoryId;
    if (report)
      await replacesReport(report, restoreMark({ from: { repository }, snapshot, asked: paths, to }));
    const { owners, note } = await ownersFromFlags(flags, snapshot.body, context.terminal, () =>
      ownerOfRoots(context, recovery, snapshot),
    );
    if (note) context.note(note);
    const { world } = context;
    const about = { recovery, snapshot, asked: paths, to, program: programName(), world };
    const record = report === undefined ? undefined : new RestoreRecord(about);
    const line = new ProgressLine(context.terminal, context.world.now);
    const looking = placesLine(context);
    let startedAt = world.now();
    const request: RecoveryRestoreRequest = {
      repository: recovery.repository,
      snapshot,
      paths,
      to,
      conflicts,
      homes,
      owners,
      world,
      signal: context.signal,
      onPlaces: looking.update,
      ...record?.watching,
      onProgress: (progress) => {
        record?.watching.onProgress(progress);
        line.update(() => restoreProgressWords(progress, (world.now() - startedAt) / 1000));
      },
    };
    try {
      const plan = await openPlan(request).finally(looking.clear);
      const { outlook } = plan;
      try {
        const seen = {
          snapshot,
          outlook,
          endpoint: recovery.place.store.endpoint,
          now: recovery.now(),
          kit: flags.kit,
        };
        const counted = () => ({
          writes: writesMade(recovery.meter),
          requests: requestsMade(recovery.meter),
        });
        if (flags.plan)
          return {
            result: { plan: true, to, ...outlookResult(seen), ...counted() },
            text: outlookWords(seen),
            exitCode: outlook.lost > 0 ? 3 : 0,
          };
        context.note(outlookWords(seen));
        if (existsSync(to))
          context.note(
            `${to} exists already: what is there stays, and what is the same is not written again.`,
          );
        startedAt = world.now();
        record?.begin(outlook);
        const { report: restored, outcome } = await recoverFiles(request, plan);
        line.clear();
        const written =
          report === undefined || !record
            ? undefined
            : await makeReport(context, record, { file: report, restored, outcome });
        const { result, text, exitCode } = restoreOutcome(restored, snapshot.id, to);
        return {
          result: { ...result, ...(written && { report: written }), ...counted() },
          text: written
            ? `${text}\nThe report is in ${written.file}, the SHA-256 of every file in ${written.manifest.file}.`
            : text,
          exitCode: written && written.problemCount > 0 ? 3 : exitCode,
        };
      } finally {
        await plan.places.close();
      }
    } catch (error) {
      line.clear();
      if (report !== undefined && record) await makeUnfinishedReport(context, record, report, error);
      throw error;
    } finally {
      line.clear();
      record?.close();
    }
  });
}

/** Named after the snapshot, so that the same command goes on where it stopped. Colons are no good on all disks. */
function newFolder({ uploadedAt }: FoundSnapshot): string {
  return `Restored ${timeInWords(uploadedAt).replace(':', '.')}`;
}

/** "/home/ada=/home/bob"; names may hold "=" too, so the new path begins at the first "=/". */
function parseHomeMap(text: string): HomeMap {
  const [, from, to] = /^(.*?[^=])=((?:\/|[A-Za-z]:[\\/]).*)$/s.exec(text) ?? [];
  const isAbsolute = (path: string): boolean => /^(?:\/|[A-Za-z]:[\\/])/.test(path);
  if (from === undefined || to === undefined || !isAbsolute(from) || /^[\\/]*$/.test(to))
    throw new HoldfastError('usage', {
      reason: `--map-home is OLD=NEW, both whole paths, like /home/ada=/home/bob, not "${text}"`,
    });
  return { from, to };
}

async function ownerOfRoots(
  { signal }: CommandContext,
  { repository }: Recovery,
  snapshot: FoundSnapshot,
): Promise<{ uid: number; gid: number }> {
  const roots = await browse({ repository, snapshot, path: undefined, signal });
  const owners = roots.flatMap(({ entry }) => (entry && entry.uid !== 0 ? [entry] : []));
  const [first] = owners;
  if (!first || owners.some(({ uid }) => uid !== first.uid))
    throw new HoldfastError('usage', {
      reason: `The backed-up folders do not tell which number "${snapshot.body.user}" had; give the number`,
    });
  return { uid: first.uid, gid: first.gid };
}
