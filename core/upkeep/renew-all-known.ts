import { isHoldfastError } from '../errors/holdfast-error.ts';
import { renewLocks } from './renew-locks.ts';
import type { Upkeep } from './upkeep-context.ts';

/**
 * What `look` finds. Where it meets something of a later format, it cannot be told what is kept, and whoever has the passphrase
 * can make that up; so all that the catalog knows is renewed before it is thrown on, and nothing lapses meanwhile.
 */
export async function lookOrRenewAllKnown<T>(upkeep: Upkeep, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (isHoldfastError(error, 'format-unknown'))
      await renewLocks(upkeep, {
        needed: [],
        conveniences: upkeep.catalog.objects.all(),
      });
    throw error;
  }
}
