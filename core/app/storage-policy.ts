import { lockPolicy } from '../locks/lock-policy.ts';
import { dayMs, maxSlack } from '../locks/period.ts';
import { awsPolicy, type AwsPolicy } from '../storage/provisioning/aws-policy.ts';
import type { Role } from '../storage/roles.ts';

/** What to paste on the provider's page for the key of a role: it allows no longer locks than Holdfast ever sets. */
export function storagePolicy(
  role: Role,
  place: { readonly bucket: string; readonly prefix: string; readonly protectDays: number },
): AwsPolicy {
  const policy = lockPolicy(place.protectDays);
  // One more: the provider counts begun days.
  const maxLockDays = Math.ceil((policy.protectMs + maxSlack(policy)) / dayMs) + 1;
  return awsPolicy(role, { bucket: place.bucket, prefix: place.prefix, maxLockDays });
}
