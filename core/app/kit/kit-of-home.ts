import { masterToWords } from '../../crypto/recovery-words.ts';
import type { RecoveryKit } from '../../recovery/recovery-kit.ts';
import type { World } from '../../system/world.ts';
import type { Home } from '../home.ts';
import { secretsOfHome } from '../secrets-of-home.ts';
import { readSettings } from '../settings.ts';
import { checkPassphrase } from './check-passphrase.ts';

/**
 * The recovery kit again, from what this computer keeps, for somebody who knows the passphrase. The provider is asked
 * only where this home keeps no key slot.
 * @throws home-missing, home-damaged, passphrase-wrong, keychain-silent, secret-missing
 */
export async function kitOfHome(
  home: Home,
  passphrase: () => Promise<string>,
  world: World,
): Promise<RecoveryKit> {
  const settings = await readSettings(home);
  const secrets = await secretsOfHome(home, passphrase, world);
  if (settings.secrets === 'keychain')
    await checkPassphrase(home, settings, secrets, await passphrase(), world);
  const { repositoryId, fingerprint, store, prefix } = settings;
  return { words: masterToWords(secrets.masterKey), fingerprint, store, prefix, repositoryId };
}
