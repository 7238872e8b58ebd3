import type { Instant, RetentionMode } from '../../core/model/object.ts';

export type RetentionPeriod = { readonly duration: number; readonly unit: 'days' | 'years' };
export type DefaultRetention = { readonly mode: RetentionMode; readonly period: RetentionPeriod };

/** As B2 writes it; S3 rules are mapped to this. Each number is whole days ≥ 1, or null. */
export type LifecycleRule = {
  readonly fileNamePrefix: string;
  readonly daysFromHidingToDeleting: number | null;
  readonly daysFromUploadingToHiding: number | null;
  readonly daysFromStartingToCancelingUnfinishedLargeFiles: number | null;
};

export type BucketType = 'allPrivate' | 'allPublic';

export type VaultBucket = {
  readonly bucketId: string;
  readonly name: string;
  readonly type: BucketType;
  readonly info: Readonly<Record<string, string>>;
  /** Kept and given back, not acted on. */
  readonly corsRules: readonly unknown[];
  readonly lifecycleRules: readonly LifecycleRule[];
  readonly lockEnabled: boolean;
  readonly defaultRetention: DefaultRetention | null;
  readonly revision: number;
  readonly createdAt: Instant;
};

/** What may be said at creation; the rest has defaults. */
export type NewBucket = Pick<VaultBucket, 'name' | 'type'> &
  Partial<Pick<VaultBucket, 'info' | 'corsRules' | 'lifecycleRules' | 'lockEnabled' | 'defaultRetention'>>;

/** What is left out stays. */
export type BucketChange = Partial<
  Pick<VaultBucket, 'type' | 'info' | 'corsRules' | 'lifecycleRules' | 'lockEnabled' | 'defaultRetention'>
> & { readonly ifRevisionIs?: number };
