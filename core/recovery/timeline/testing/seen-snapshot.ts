import type { SnapshotBody } from '../../../model/snapshot.ts';
import type { SeenSnapshot } from '../read-snapshots.ts';

export const dayMs = 86_400_000;
/** 1 May 2026, 12:00 UTC. */
export const may1 = Date.UTC(2026, 4, 1, 12);
/** Noon of a day of May 2026; fractions and later days as they come. */
export const day = (number: number): number => may1 + (number - 1) * dayMs;

export const idOf = (number: number): string => number.toString(16).padStart(8, '0').repeat(8);

/** For tests: a quiet daily snapshot of the day, with changes. */
export function seen(
  number: number,
  change: Partial<Omit<SeenSnapshot, 'body'>> & { readonly body?: Partial<SnapshotBody> } = {},
): SeenSnapshot {
  const { body, ...rest } = change;
  const uploadedAt = rest.uploadedAt ?? day(number);
  const id = rest.id ?? idOf(number);
  return {
    id,
    version: { name: `snapshots/${id}`, versionId: 'v', size: 1_000 },
    uploadedAt,
    parts: [],
    hiddenAt: undefined,
    overwrittenAt: undefined,
    ...rest,
    body: {
      startedAt: uploadedAt - 600_000,
      finishedAt: uploadedAt - 1_000,
      host: 'desk',
      user: 'ada',
      platform: 'linux',
      program: 'holdfast',
      roots: [{ path: '/home/ada', node: 'a'.repeat(64) }],
      excludes: [],
      complete: true,
      statistics: { files: 1_000, directories: 10, others: 0, bytes: 1e9, newBytes: 1e6, storedBytes: 1e6 },
      skipped: [],
      skippedCount: 0,
      previous: number > 1 ? idOf(number - 1) : null,
      protectDays: 30,
      decisions: [],
      ...body,
    },
  };
}
