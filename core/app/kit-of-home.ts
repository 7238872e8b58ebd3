import { masterToWords } from '../crypto/recovery-words.ts';
import type { RecoveryKit } from '../recovery/recovery-kit.ts';
import type { World } from '../system/world.ts';
import type { Home } from './home.ts';
import { secretsOfHome } from './secrets-of-home.ts';
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
  const { repositoryId, fingerprint, store, prefix } = await readSettings(home);
  const { masterKey } = await secretsOfHome(home, passphrase, world);
  return { words: masterToWords(masterKey), fingerprint, store, prefix, repositoryId };
}
