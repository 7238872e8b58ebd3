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
    const { ended, strict } = settings;
    if (from === 'provider' && tooMuch.length > 0)
      throw new HoldfastError('key-too-powerful', { capabilities: tooMuch.join(', ') });
    // Where nothing is backed up any more, locks are all that is left to look after.
    if (!ended && strict && roles.includes('backup')) throw new HoldfastError('key-lengthens');
    const role = ended ? 'renewal' : strict ? 'strict-backup' : 'backup';
    if (!roles.includes(role))
      throw new HoldfastError('key-insufficient', { operation: ended ? 'lengthen locks' : 'back up' });
    const { secrets, repositoryId } = settings;
    const isOther = ended !== undefined && key.keyId !== kept.backupKey.keyId;
    // The first one that was replaced is the one that was stolen.
    const formerKey = isOther && !ended.keyDeadSince ? (kept.formerKey ?? kept.backupKey) : kept.formerKey;
    await openPlace(secrets, { home, repositoryId, passphrase, world }).write({
      ...kept,
      backupKey: key,
      formerKey,
    });
    return judged;
  } finally {
    lock.release();
  }
}
