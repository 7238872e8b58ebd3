import type { FoundSnapshot } from '../core/catalog/snapshots.ts';
import { explainNothingFound } from '../core/recovery/explain-nothing-found.ts';
import { findSnapshot } from '../core/recovery/find-snapshot.ts';
import type { Recovery } from '../core/recovery/open-recovery.ts';
import { proposeSnapshot } from '../core/recovery/timeline/propose-snapshot.ts';

/**
 * The snapshot that a person means; `proposed`: the one that the timeline proposes.
 * @throws snapshot-unknown, snapshot-ambiguous, repository-missing, kit-of-another
 */
export async function snapshotToRecover(recovery: Recovery, wanted: string): Promise<FoundSnapshot> {
  if (wanted !== 'proposed') return await findSnapshot(recovery.repository, wanted);
  const proposed = await proposeSnapshot(recovery);
  return (
    proposed ??
    (await explainNothingFound(recovery.repository, { id: wanted, command: 'holdfast recover timeline' }, 0))
  );
}
