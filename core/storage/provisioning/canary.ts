import { createHash } from 'node:crypto';
import { isHoldfastError, type HoldfastError } from '../../errors/holdfast-error.ts';
import type { Instant, ObjectVersion } from '../../model/object.ts';
import type { World } from '../../system/world.ts';
import type { ObjectStore } from '../object-store.ts';

/** Long enough to be read back and lengthened, short enough to be gone soon. */
export const canaryLockMs = 60_000;

const nameOf = (prefix: string, sha256: string): string => `${prefix}proof/${sha256}`;
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A name that nothing has. */
export const unusedCanaryName = (prefix: string, world: World): string =>
  nameOf(prefix, hashOf(world.random(32)));

/** A tiny object of its own, to try a key on. */
export async function putCanary(
  store: ObjectStore,
  prefix: string,
  world: World,
  lockUntil: Instant | undefined,
): Promise<ObjectVersion> {
  const body = world.random(32);
  const sha256 = hashOf(body);
  const name = nameOf(prefix, sha256);
  const { versionId } = await store.put({ name, body, sha256, lockUntil });
  return { name, versionId };
}

/** The provider understood, and said no. */
export function isRefusal(error: unknown): error is HoldfastError {
  return (
    isHoldfastError(error, 'key-insufficient') ||
    isHoldfastError(error, 'object-locked') ||
    isHoldfastError(error, 'provider-refused') ||
    isHoldfastError(error, 'bucket-not-locked')
  );
}
