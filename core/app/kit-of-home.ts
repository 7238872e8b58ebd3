import { masterToWords } from '../crypto/recovery-words.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { World } from '../system/world.ts';
import type { Home } from './home.ts';
import type { RecoveryKit } from './recovery-kit.ts';
import { openPlace } from './secrets/open-place.ts';
import { readSettings } from './settings.ts';

/**
 * The recovery kit again, from what this computer keeps. Asks the provider nothing.
 * @throws home-missing, home-damaged, passphrase-wrong, keychain-silent
 */
export async function kitOfHome(
  home: Home,
  passphrase: () => Promise<string>,
  world: World,
): Promise<RecoveryKit> {
  const { secrets, repositoryId, fingerprint, store, prefix } = await readSettings(home);
  const kept = await openPlace(secrets, { home, repositoryId, passphrase, world }).read();
  if (!kept)
    throw new HoldfastError('home-damaged', {
      home: home.folder,
      reason: 'the keys are not kept here any more',
    });
  return { words: masterToWords(kept.masterKey), fingerprint, store, prefix, repositoryId };
}
