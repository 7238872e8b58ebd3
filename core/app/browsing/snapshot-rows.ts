import type { SnapshotMark, SnapshotRow } from '../../contract/browse.ts';
import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import type { Instant } from '../../model/object.ts';
import type { Protection } from '../look-at-protection.ts';
import { policyOf } from '../policy-of.ts';
import type { SetInUse } from '../service/service-context.ts';
import { suspectMarks } from './suspect-marks.ts';

/** A set's snapshots, oldest first, with how long each is locked and whether it is kept. */
export async function snapshotRows(
  { home, settings }: Pick<SetInUse, 'home' | 'settings'>,
  { survey, state }: Pick<Protection, 'survey' | 'state'>,
): Promise<readonly SnapshotRow[]> {
  const marksOf = await suspectMarks(home, { settings }, survey.snapshots, state.now);
  const { protectMs } = policyOf(settings);
  return survey.snapshots.map((snapshot) => {
    const reasons = survey.reasons.get(snapshot.id);
    return snapshotRow(snapshot, {
      until: state.until.get(snapshot.id) ?? 0,
      now: state.now,
      protectMs,
      kept: reasons !== undefined,
      pinned: reasons?.includes('pinned') ?? false,
      marks: marksOf(snapshot),
      intact: null,
    });
  });
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
