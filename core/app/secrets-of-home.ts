import { HoldfastError } from '../errors/holdfast-error.ts';
import type { World } from '../system/world.ts';
import type { Home } from './home.ts';
import { openPlace } from './secrets/open-place.ts';
import type { Secrets } from './secrets/secrets.ts';
import { readSettings } from './settings.ts';

/**
 * What this computer keeps. Asks the provider nothing.
 * @throws home-missing, home-damaged, passphrase-wrong, keychain-silent
 */
export async function secretsOfHome(
  home: Home,
  passphrase: () => Promise<string>,
  world: World,
): Promise<Secrets> {
  const { secrets, repositoryId } = await readSettings(home);
  const kept = await openPlace(secrets, { home, repositoryId, passphrase, world }).read();
  if (kept) return kept;
  throw new HoldfastError('home-damaged', {
    home: home.folder,
    reason: 'the keys are not kept here any more',
  });
}
