import type { SnapshotRow } from '../../contract/browse.ts';
import { suspectMarks } from '../browsing/suspect-marks.ts';
import type { Home } from '../home.ts';
import type { Protection } from '../look-at-protection.ts';
import type { RepositoryInUse } from '../open-repository-for-use.ts';
import { policyOf } from '../policy-of.ts';

/** A set's snapshots with how each stands, oldest first. */
export async function snapshotRows(
  home: Home,
  inUse: Pick<RepositoryInUse, 'settings'>,
  { survey, state }: Pick<Protection, 'survey' | 'state'>,
): Promise<readonly SnapshotRow[]> {
  const { protectMs } = policyOf(inUse.settings);
  const marksOf = await suspectMarks(home, inUse, survey.snapshots, state.now);
  return survey.snapshots.map((snapshot) => {
    const { id, uploadedAt, body } = snapshot;
    const until = state.until.get(id) ?? 0;
    const reasons = survey.reasons.get(id);
    return {
      id,
      at: uploadedAt,
      files: body.statistics.files,
      bytes: body.statistics.bytes,
      newBytes: body.statistics.newBytes,
      complete: body.complete,
      protectedUntil: until > 0 ? until : null,
      lockShare: until > 0 ? Math.min(1, Math.max(0, (until - state.now) / protectMs)) : null,
      kept: reasons !== undefined,
      pinned: reasons?.includes('pinned') ?? false,
      marks: marksOf(snapshot),
      skipped: body.skippedCount,
      host: body.host,
      platform: body.platform,
      intact: null,
    };
  });
}
