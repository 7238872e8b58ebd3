import { sha256Hex } from '../crypto/sha256.ts';
import type { Instant, ObjectVersion } from '../model/object.ts';
import { objectName } from '../repository/names.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { World } from '../system/world.ts';

export type Canary = ObjectVersion & { readonly body: Uint8Array };

/**
 * A test object of 32 random bytes below `<prefix>proof/`.
 * @param over a name to put it over, as an attacker would; it is then not named after its bytes
 */
export async function putCanary(
  store: ObjectStore,
  prefix: string,
  world: World,
  lockUntil: Instant | undefined,
  over?: string,
): Promise<Canary> {
  const body = world.random(32);
  const sha256 = sha256Hex(body);
  const name = over ?? objectName(prefix, 'proof', sha256);
  const { versionId } = await store.put({ name, body, sha256, lockUntil });
  return { name, versionId, body };
}
