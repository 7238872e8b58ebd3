import { sha256Hex } from '../../crypto/sha256.ts';
import { HoldfastError, isHoldfastError } from '../../errors/holdfast-error.ts';
import { objectName } from '../../repository/names.ts';
import type { ObjectStore } from '../../storage/object-store.ts';
import type { World } from '../../system/world.ts';

/**
 * For providers that do not tell what a key may do: tries to upload, to hide and to delete a name that nobody uses. A renewal
 * key is refused each time and leaves nothing; one that is not leaves a few bytes, if it may not delete them either.
 * @throws key-too-powerful
 */
export async function tryGuardKey(store: ObjectStore, prefix: string, world: World): Promise<void> {
  const body = world.random(32);
  const sha256 = sha256Hex(body);
  const name = objectName(prefix, 'proof', sha256);
  const may: string[] = [];
  const put = await unlessRefused(() => store.put({ name, body, sha256, lockUntil: undefined }));
  if (put) may.push('upload');
  const hidden = await unlessRefused(() => store.hide(name));
  if (hidden) may.push('hide');
  const versions = [put?.versionId, hidden?.markerVersionId].filter((id) => id !== undefined);
  for (const versionId of versions.length > 0 ? versions : ['null'])
    if (await unlessRefused(async () => (await store.deleteVersion({ name, versionId }), true)))
      if (!may.includes('delete')) may.push('delete');
  if (may.length > 0) throw new HoldfastError('key-too-powerful', { capabilities: may.join(', ') });
}

async function unlessRefused<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (isHoldfastError(error) && error.retry === 'never' && error.code !== 'key-invalid') return undefined;
    throw error;
  }
}
