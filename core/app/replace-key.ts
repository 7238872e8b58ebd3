import { HoldfastError } from '../errors/holdfast-error.ts';
import type { World } from '../system/world.ts';
import { lockHome } from './home-lock.ts';
import type { Home } from './home.ts';
import { judgeKey, type JudgedKey } from './judge-key.ts';
import { openPlace } from './secrets/open-place.ts';
import type { StorageKey } from './secrets/secrets.ts';
import { secretsOfHome } from './secrets-of-home.ts';
import { readSettings } from './settings.ts';

/**
 * Keeps another storage key instead of the one that is stored: after a theft, or where that one may do too much. It is judged
 * first; one that would not do changes nothing.
 * @throws key-too-powerful (where the provider tells), key-lengthens (strict mode), key-insufficient, key-invalid, home-busy
 */
export async function replaceKey(request: {
  readonly home: Home;
  readonly world: World;
  readonly key: StorageKey;
  readonly passphrase: () => Promise<string>;
}): Promise<JudgedKey> {
  const { home, world, key, passphrase } = request;
  const settings = await readSettings(home);
  const lock = lockHome(home);
  try {
    const kept = await secretsOfHome(home, passphrase, world);
    const judged = await judgeKey(settings, key, world);
    const { from, roles, tooMuch } = judged;
    if (from === 'provider' && tooMuch.length > 0)
      throw new HoldfastError('key-too-powerful', { capabilities: tooMuch.join(', ') });
    if (settings.strict && roles.includes('backup')) throw new HoldfastError('key-lengthens');
    if (!roles.includes(settings.strict ? 'strict-backup' : 'backup'))
      throw new HoldfastError('key-insufficient', { operation: 'back up' });
    const { secrets, repositoryId } = settings;
    await openPlace(secrets, { home, repositoryId, passphrase, world }).write({ ...kept, backupKey: key });
    return judged;
  } finally {
    lock.release();
  }
}
