import { defaultDays, maxRetentionDays } from './lock-rules.ts';
import type { LifecycleRule, VaultBucket } from './vault-bucket.ts';
import { VaultRefusal } from './vault-refusal.ts';

/** @throws what B2 would refuse about a bucket that is made or changed */
export function checkBucket(bucket: VaultBucket): void {
  if (!/^[A-Za-z0-9.-]{6,63}$/.test(bucket.name) || bucket.name.toLowerCase().startsWith('b2-'))
    throw new VaultRefusal('bucket-name-invalid', `invalid bucketName: ${bucket.name}`);
  checkRules(bucket.lifecycleRules);
  const { defaultRetention } = bucket;
  if (defaultRetention === null) return;
  if (!bucket.lockEnabled) throw new VaultRefusal('lock-not-enabled', 'The bucket is not file lock enabled');
  const days = defaultDays(defaultRetention);
  if (!Number.isInteger(days) || days < 1 || days > maxRetentionDays)
    throw new VaultRefusal('retention-invalid', `default retention must be 1 to ${maxRetentionDays} days`);
}

function checkRules(rules: readonly LifecycleRule[]): void {
  if (rules.length > 100) throw new VaultRefusal('rule-invalid', 'a bucket may have 100 lifecycle rules');
  for (const rule of rules) {
    const days = [
      rule.daysFromHidingToDeleting,
      rule.daysFromUploadingToHiding,
      rule.daysFromStartingToCancelingUnfinishedLargeFiles,
    ].filter((value) => value !== null);
    if (days.length === 0)
      throw new VaultRefusal('rule-invalid', 'a lifecycle rule must say at least one number of days');
    if (!days.every((value) => Number.isInteger(value) && value >= 1))
      throw new VaultRefusal('rule-invalid', 'days in a lifecycle rule must be whole and at least 1');
  }
}
