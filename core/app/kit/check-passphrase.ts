import { HoldfastError } from '../../errors/holdfast-error.ts';
import { openRepository } from '../../repository/open-repository.ts';
import { connectStore } from '../../storage/connect-store.ts';
import { withRetry } from '../../storage/decorators/retry.ts';
import type { World } from '../../system/world.ts';
import type { Home } from '../home.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { Settings } from '../settings.ts';
import { opensKeptSlot } from './kept-key-slots.ts';

/**
 * That whoever asks for the words knows the passphrase, and does not only sit at a computer whose keychain is open. Tried
 * on the copy of the key slot that the home keeps; without one, on those in the bucket. Not needed where the
 * secrets were just read from the sealed file: only the passphrase opens that.
 * @throws passphrase-wrong, and what the provider throws where it has to be asked
 */
export async function checkPassphrase(
  home: Home,
  settings: Settings,
  { backupKey }: Secrets,
  passphrase: string,
  world: World,
): Promise<void> {
  const kept = await opensKeptSlot(home, settings, passphrase);
  if (kept === true) return;
  if (kept === false) throw new HoldfastError('passphrase-wrong');
  const bare = await connectStore(settings.store, backupKey, world);
  try {
    const { repository } = await openRepository({
      store: withRetry(bare, world),
      prefix: settings.prefix,
      secret: { passphrase },
    });
    // Another repository under the same prefix, with a passphrase of its own, is no answer.
    if (repository.repositoryId !== settings.repositoryId) throw new HoldfastError('passphrase-wrong');
  } finally {
    await bare.close();
  }
}
