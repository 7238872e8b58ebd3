import type { World } from '../../system/world.ts';
import type { Home } from '../home.ts';
import { checkPassphrase } from '../kit/check-passphrase.ts';
import { secretsOfHome } from '../secrets-of-home.ts';
import { readSettings, type Settings } from '../settings.ts';
import { isPractice } from '../service/practice-vaults.ts';
import type { BackupSet } from '../service/service-context.ts';
import type { Talk } from './talk.ts';

/** Whose secret it is, as the window says. */
export async function aboutSet({
  home,
  settings: { name },
}: Pick<BackupSet, 'home' | 'settings'>): Promise<Pick<Talk, 'about' | 'storage'>> {
  const own = await readSettings(home);
  const { bucket, kind } = own.store;
  return { about: `${name} · ${bucket}`, storage: isPractice(home, own) ? 'practice' : kind };
}

/**
 * That the passphrase is the one of this home: by the sealed file that only it opens, else by the kept key slot.
 * @throws passphrase-wrong, keychain-silent, and what the provider throws where no slot is kept here
 */
export async function tryPassphrase(home: Home, passphrase: string, world: World): Promise<Settings> {
  const settings = await readSettings(home);
  const secrets = await secretsOfHome(home, () => Promise.resolve(passphrase), world);
  if (settings.secrets === 'keychain') await checkPassphrase(home, settings, secrets, passphrase, world);
  secrets.masterKey.fill(0);
  return settings;
}
