import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { KitStore, RecoveryKit } from '../../recovery/recovery-kit.ts';
import { storagePlace } from '../storage-place.ts';
import type { Desk } from './desk.ts';
import { keyTyped } from './key-talks.ts';
import { kitTyped } from './kit-typed.ts';
import { done, type Talk, type Typed } from './talk.ts';

/** The kit, then a key that may read: both may also come at once. The words go on to whoever opens the recovery. */
export function recoveryTalk(desk: Pick<Desk, 'openRecoveryWith'>): Talk {
  let kit: RecoveryKit | undefined;
  return {
    about: '',
    storage: null,
    first: 'words-in',
    give: async (typed) => {
      if (typed.words !== undefined && typed.words.trim() !== '')
        kit = kitTyped(typed.words, placeTyped(typed.store));
      if (!kit) throw new HoldfastError('kit-unreadable', { reason: 'nothing was typed' });
      if (typed.keyId === undefined && typed.key === undefined) return { step: 'key' };
      await desk.openRecoveryWith({ kit, storageKey: keyTyped(typed) });
      return done;
    },
    drop: () => {
      kit = undefined;
    },
  };
}

/** Where the backups are, as typed field by field: the fingerprint is not needed. @throws request-invalid */
function placeTyped(typed: Typed['store']): Omit<RecoveryKit, 'words'> | undefined {
  if (!typed || typed.bucket === '') return undefined;
  const { kind, endpoint, region, bucket, prefix, repositoryId } = typed;
  const id = repositoryId.toLowerCase().replaceAll(/[\s-]/g, '');
  if (!/^[0-9a-f]{32}$/.test(id))
    throw new HoldfastError('request-invalid', {
      reason: 'the line "Repository" of the kit has 32 characters, 0-9 and a-f',
    });
  try {
    const place = storagePlace({
      ...(kind === 'b2' ? { b2: endpoint || (true as const) } : { s3: endpoint }),
      bucket,
      prefix,
      ...(region === '' ? {} : { region }),
    });
    return { store: place.store satisfies KitStore, prefix: place.prefix, repositoryId: id, fingerprint: '' };
  } catch (error) {
    throw inWindowWords(error);
  }
}

/** What the command line says with a hint to its help. */
export function inWindowWords(error: unknown): unknown {
  return error instanceof HoldfastError && error.code === 'usage'
    ? new HoldfastError('request-invalid', { reason: String(error.details['reason']) }, { cause: error })
    : error;
}
