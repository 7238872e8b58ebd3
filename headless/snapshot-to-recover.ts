import type { FoundSnapshot } from '../core/catalog/snapshots.ts';
import { HoldfastError } from '../core/errors/holdfast-error.ts';
import { findSnapshot } from '../core/recovery/find-snapshot.ts';
import type { Recovery } from '../core/recovery/open-recovery.ts';

/** The snapshot that a person means. @throws snapshot-unknown, snapshot-ambiguous, repository-missing, kit-of-another */
export async function snapshotToRecover(recovery: Recovery, wanted: string): Promise<FoundSnapshot> {
  if (wanted === 'proposed')
    throw new HoldfastError('usage', { reason: 'There is no proposal yet; give the id of a snapshot' });
  return await findSnapshot(recovery.repository, wanted);
}
