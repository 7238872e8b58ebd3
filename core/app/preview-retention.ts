import type { FoundSnapshot } from '../catalog/snapshots.ts';
import { chooseKept, type KeepReason } from '../locks/choose-kept.ts';
import { readDecisionList, waitDays } from '../locks/decisions.ts';
import { furthestReach, retentionFields, type RetentionPolicy } from '../locks/retention.ts';
import type { Instant } from '../model/object.ts';
import { versionKey } from '../upkeep/needs.ts';
import type { Survey } from '../upkeep/survey.ts';

export type RetentionPreview = {
  /** Snapshot id → why it would be kept. */
  readonly reasons: ReadonlyMap<string, readonly KeepReason[]>;
  /** Kept now, and not any more under this policy. Oldest first. */
  readonly letGo: readonly FoundSnapshot[];
  /** What nothing that is kept would need any more; it becomes free as its locks end. */
  readonly freedBytes: number;
  /** Needed by what would be kept. */
  readonly keptBytes: number;
  /** From when it counts, provider time; undefined: a week after the next backup has published it. */
  readonly from: Instant | undefined;
};

/** What this policy would keep if it alone counted, pins and suspicions as they are. Changes nothing. */
export function previewRetention(
  survey: Survey,
  policy: RetentionPolicy,
  { now, dayMs }: { readonly now: Instant; readonly dayMs: number },
): RetentionPreview {
  const keepable = survey.snapshots.map(({ id, uploadedAt, body: { complete } }) => ({
    id,
    uploadedAt,
    complete,
  }));
  const reasons = chooseKept(keepable, { ...survey.standing, policies: [policy] }, dayMs);
  const staying = survey.needs.union(survey.snapshots.filter(({ id }) => reasons.has(id)));
  const stays = new Set(staying.map(versionKey));
  return {
    reasons,
    letGo: survey.kept.filter(({ id }) => !reasons.has(id)),
    freedBytes: bytesOf(survey.needs.union(survey.kept).filter((one) => !stays.has(versionKey(one)))),
    keptBytes: bytesOf(staying),
    from: takesEffect(survey, policy, now, dayMs),
  };
}

const bytesOf = (versions: readonly { readonly size: number }[]): number =>
  versions.reduce((sum, { size }) => sum + size, 0);

const keepsAll = (more: RetentionPolicy, less: RetentionPolicy): boolean =>
  retentionFields.every((field) => more[field] >= less[field]);

function takesEffect(
  { snapshots, standing }: Survey,
  policy: RetentionPolicy,
  now: Instant,
  dayMs: number,
): Instant | undefined {
  if (keepsAll(policy, furthestReach(standing.policies))) return now;
  const lastWithMore = snapshots.findLastIndex(
    ({ body }) => !keepsAll(policy, readDecisionList(body.decisions).retention),
  );
  const firstPublished = snapshots[lastWithMore + 1];
  return firstPublished && firstPublished.uploadedAt + waitDays * dayMs;
}
