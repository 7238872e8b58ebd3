import type { BrowseOutputs, SnapshotMark, SnapshotRow } from '../../contract/browse.ts';
import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import type { Instant } from '../../model/object.ts';
import { survey } from '../../upkeep/survey.ts';
import { confirmedDates } from '../confirmed-dates.ts';
import { lookAtProtection, type Protection } from '../look-at-protection.ts';
import { readDecisions } from '../own-decisions.ts';
import { policyOf } from '../policy-of.ts';
import { protectionState } from '../protection-state.ts';
import type { ServiceContext, SetInUse } from '../service/service-context.ts';
import { readUpkeep } from '../upkeep-state.ts';
import { keepSnapshots } from './set-source.ts';
import { suspectMarks } from './suspect-marks.ts';

/** All snapshots of a set, newest first, with how long each is locked and why it is kept. */
export async function listSetSnapshots(
  context: ServiceContext,
  set: string,
  inUse: SetInUse,
): Promise<BrowseOutputs['snapshots.list']> {
  const { home, settings } = inUse;
  const isBackingUp = context.jobs
    .list()
    .some((job) => job.set === set && job.kind === 'backup' && job.state === 'running');
  const { survey: seen, state } = await (isBackingUp
    ? lookWithoutSync(inUse)
    : lookAtProtection(home, inUse));
  const snapshots = keepSnapshots(context, inUse, seen.snapshots);
  const marksOf = await suspectMarks(home, inUse, snapshots, state.now);
  const { protectMs } = policyOf(settings);
  return {
    now: state.now,
    snapshots: snapshots
      .map((snapshot) => {
        const reasons = seen.reasons.get(snapshot.id);
        return snapshotRow(snapshot, {
          until: state.until.get(snapshot.id) ?? 0,
          now: state.now,
          protectMs,
          kept: reasons !== undefined,
          pinned: reasons?.includes('pinned') ?? false,
          marks: marksOf(snapshot),
          intact: null,
        });
      })
      .toReversed(),
  };
}

/** A run that is uploading knows better what there is than a listing of the bucket does. */
async function lookWithoutSync({
  home,
  repository,
  catalog,
  settings,
}: SetInUse): Promise<Pick<Protection, 'survey' | 'state'>> {
  const policy = policyOf(settings);
  const { now } = await repository.store.providerClock();
  const seen = await survey(repository, catalog, await readDecisions(home), now, policy.dayMs);
  const upkeep = await readUpkeep(home);
  const state = protectionState({
    survey: seen,
    confirmedUntil: confirmedDates(catalog),
    now,
    policy,
    upkeep,
  });
  return { survey: seen, state };
}

/** @param until 0: not known, or something has no lock */
export function snapshotRow(
  { id, uploadedAt, body }: FoundSnapshot,
  about: {
    readonly until: Instant;
    readonly now: Instant;
    readonly protectMs: number;
    readonly kept: boolean;
    readonly pinned: boolean;
    readonly marks: readonly SnapshotMark[];
    readonly intact: boolean | null;
  },
): SnapshotRow {
  const { until, now, protectMs, kept, pinned, marks, intact } = about;
  const isKnown = until > 0 && Number.isFinite(until);
  return {
    id,
    at: uploadedAt,
    files: body.statistics.files,
    bytes: body.statistics.bytes,
    newBytes: body.statistics.newBytes,
    complete: body.complete,
    protectedUntil: isKnown ? until : null,
    lockShare: isKnown ? Math.min(1, Math.max(0, (until - now) / protectMs)) : null,
    kept,
    pinned,
    marks,
    skipped: body.skippedCount,
    host: body.host,
    platform: body.platform,
    intact,
  };
}
