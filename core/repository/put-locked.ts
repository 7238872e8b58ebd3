import { sha256Hex } from '../crypto/sha256.ts';
import { confirmLease } from '../locks/confirm-lease.ts';
import type { LockPolicy } from '../locks/lock-policy.ts';
import { leaseUntil } from '../locks/period.ts';
import { ProviderTime } from '../locks/provider-time.ts';
import type { NeededObject } from '../model/needed-object.ts';
import type { Instant } from '../model/object.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { World } from '../system/world.ts';
import { objectName, type ObjectKind } from './names.ts';

export type LockedObject = NeededObject & { readonly uploadedAt: Instant; readonly confirmedUntil: Instant };

/**
 * Stores a small object outside a backup run: content-named, locked in the PUT, the lock read back.
 * @throws clocks-differ, bucket-not-locked, and what the store throws
 */
export async function putLocked(
  store: ObjectStore,
  prefix: string,
  kind: ObjectKind,
  bytes: Uint8Array,
  policy: LockPolicy,
  world: World,
): Promise<LockedObject> {
  const time = await ProviderTime.ask(store, world);
  time.assertMayLock();
  const jitter = (world.random(1)[0] ?? 0) / 255;
  const lockUntil = policy.strict ? undefined : leaseUntil(time.now(), policy, { jitter });
  const sha256 = sha256Hex(bytes);
  const name = objectName(prefix, kind, sha256);
  const { versionId, providerTime } = await store.put({
    name,
    body: bytes,
    sha256,
    lockUntil,
    onlyIfAbsent: true,
  });
  const atLeast = lockUntil ?? time.now() + policy.dayMs;
  const confirmedUntil = await confirmLease(store, { name, versionId }, atLeast);
  return {
    name: objectName('', kind, sha256),
    versionId,
    size: bytes.length,
    uploadedAt: providerTime,
    confirmedUntil,
  };
}
