import { homeAt } from '../../../core/app/home.ts';
import { openPlace } from '../../../core/app/secrets/open-place.ts';
import type { Secrets } from '../../../core/app/secrets/secrets.ts';
import { readSettings } from '../../../core/app/settings.ts';
import { realWorld } from '../../../core/system/world.ts';
import { passphrase, type StorageKey } from '../holdfast.ts';

/** What a thief of computer and passphrase gets. */
export async function storedSecrets(folder: string): Promise<Secrets> {
  const home = homeAt(folder);
  const { secrets, repositoryId } = await readSettings(home);
  const request = { home, repositoryId, passphrase: () => Promise.resolve(passphrase), world: realWorld };
  const found = await openPlace(secrets, request).read();
  if (!found) throw new Error(`${folder} keeps no key`);
  return found;
}

export const storedKey = async (folder: string): Promise<StorageKey> =>
  (await storedSecrets(folder)).backupKey;
