import type { BrowseOutputs } from '../../contract/browse.ts';
import type { ServiceContext, SetInUse } from '../service/service-context.ts';
import { lookAtSet } from './look-at-set.ts';
import { keepSnapshots } from './set-source.ts';
import { snapshotRows } from './snapshot-rows.ts';

/** All snapshots of a set, newest first, with how long each is locked and why it is kept. */
export async function listSetSnapshots(
  context: ServiceContext,
  set: string,
  inUse: SetInUse,
): Promise<BrowseOutputs['snapshots.list']> {
  const seen = await lookAtSet(context, set, inUse);
  keepSnapshots(context, inUse, seen.survey.snapshots);
  return { now: seen.state.now, snapshots: (await snapshotRows(inUse, seen)).toReversed() };
}
