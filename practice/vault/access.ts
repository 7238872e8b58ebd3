import type { Instant } from '../../core/model/object.ts';
import type { VaultKey } from './vault-key.ts';

/** What is touched: nothing (account), a bucket, or a name (or name prefix) in it. */
export type Target = { readonly bucketId?: string; readonly name?: string };

/** Whether the key has the capability and the target lies inside its bucket and prefix restriction. */
export function mayUse(key: VaultKey, capability: string, target: Target = {}): boolean {
  return key.capabilities.includes(capability) && reaches(key, target);
}

/** Bucket and prefix restriction alone. */
export function reaches(key: VaultKey, target: Target): boolean {
  if (key.bucketIds !== null && target.bucketId !== undefined && !key.bucketIds.includes(target.bucketId))
    return false;
  return key.namePrefix === null || target.name === undefined || target.name.startsWith(key.namePrefix);
}

export function isExpired(key: VaultKey, now: Instant): boolean {
  return key.expiresAt !== null && key.expiresAt <= now;
}
