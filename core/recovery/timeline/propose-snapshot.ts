import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import { ChunkPlaces } from '../chunk-places.ts';
import { readTimeline, type TimelineSource } from './read-timeline.ts';

/** The snapshot that the whole timeline proposes, so that both say the same; undefined: there is none at all. */
export async function proposeSnapshot(
  source: TimelineSource,
  signal?: AbortSignal,
): Promise<FoundSnapshot | undefined> {
  const { repository } = source;
  const { proposal, snapshots } = await readTimeline(source, {
    upTo: 'all',
    openPlaces: (some) =>
      ChunkPlaces.open({ repository, snapshots: some, want: 'everything', ...(signal && { signal }) }),
    ...(signal && { signal }),
  });
  return snapshots.find(({ id }) => id === proposal?.snapshot);
}
