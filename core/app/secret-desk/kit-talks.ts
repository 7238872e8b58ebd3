import type { RecoveryKit } from '../../recovery/recovery-kit.ts';
import type { SecretForm } from '../../contract/secrets.ts';
import { HoldfastError, isHoldfastError } from '../../errors/holdfast-error.ts';
import { openRecovery } from '../../recovery/open-recovery.ts';
import { proveKit } from '../../recovery/prove-kit.ts';
import type { Home } from '../home.ts';
import { lockHome, type HomeLock } from '../home-lock.ts';
import { checkWordsBack, placesToAsk } from '../kit/confirm-kit.ts';
import { kitOfHome } from '../kit/kit-of-home.ts';
import { renderKitHtml } from '../kit/render-kit-html.ts';
import { secretsOfHome } from '../secrets-of-home.ts';
import { readSettings } from '../settings.ts';
import { isPractice } from '../service/practice-vaults.ts';
import type { BackupSet, ServiceContext } from '../service/service-context.ts';
import { noteKit } from '../upkeep-state.ts';
import { kitTyped } from './kit-typed.ts';
import { aboutSet } from './set-to-open.ts';
import { done, type Talk } from './talk.ts';

/** The kit as its window shows and prints it. */
export function kitToShow(
  kit: RecoveryKit,
  { world, program }: Pick<ServiceContext, 'world' | 'program'>,
): NonNullable<SecretForm['kit']> {
  const html = renderKitHtml({ kit, madeOn: new Date(world.now()), program });
  return { words: kit.words, fingerprint: kit.fingerprint, html };
}

/** The kit once more, for whoever knows the passphrase; three words of it back say that it is on paper. */
export async function showKitTalk(context: ServiceContext, set: BackupSet): Promise<Talk> {
  let kit: RecoveryKit | undefined;
  let positions: readonly number[] | undefined;
  return {
    ...(await aboutSet(set)),
    first: 'passphrase',
    give: async ({ passphrase = '', back }) => {
      if (!kit) {
        if (passphrase === '') throw new HoldfastError('passphrase-wrong');
        kit = await kitOfHome(set.home, () => Promise.resolve(passphrase), context.world);
        return { step: 'words-out', kit: kitToShow(kit, context) };
      }
      if (!positions || !back) {
        positions = placesToAsk(context.world.random);
        return { step: 'words-back', positions };
      }
      checkWordsBack(kit.words, positions, back);
      await noteConfirmed(context, set);
      context.changed();
      return done;
    },
    drop: () => {
      kit = undefined;
    },
  };
}

/** Asks no provider: the person has said it, on whatever day that is. */
async function noteConfirmed({ world, useSet }: ServiceContext, { home, id }: BackupSet): Promise<void> {
  const note = (): Promise<void> => noteKit(home, { confirmedAt: Math.floor(world.now()) });
  const lock = lockUnlessBusy(home);
  // Whoever has the home lends it, if that is this engine.
  if (!lock) return await useSet(id, note, { readOnly: true });
  try {
    await note();
  } finally {
    lock.release();
  }
}

function lockUnlessBusy(home: Home): HomeLock | undefined {
  try {
    return lockHome(home);
  } catch (error) {
    if (isHoldfastError(error, 'home-busy')) return undefined;
    throw error;
  }
}

/** That the printed kit, and nothing else but a key, opens the backups. */
export async function openKitTalk(context: ServiceContext, set: BackupSet): Promise<Talk> {
  const { home, id } = set;
  return {
    ...(await aboutSet(set)),
    first: 'words-in',
    give: async ({ words = '' }) => {
      const at = Math.floor(context.world.now());
      // Lent out, so that this home is ours alone while its record is written, and its practice vault runs.
      await context.useSet(
        id,
        async () => {
          await prove(context, set, await kitOfSet(home, words));
          await noteKit(home, { openedAt: at });
          await noteKit(home, { confirmedAt: at });
        },
        { readOnly: true },
      );
      context.changed();
      return done;
    },
  };
}

/** @throws kit-of-another, words-wrong, kit-unreadable */
async function kitOfSet(home: Home, words: string): Promise<RecoveryKit> {
  const settings = await readSettings(home);
  const { store, prefix, repositoryId, fingerprint } = settings;
  const kit = kitTyped(words, { store, prefix, repositoryId, fingerprint });
  if (kit.repositoryId !== repositoryId || kit.fingerprint !== fingerprint)
    throw new HoldfastError('kit-of-another', { place: `the bucket "${store.bucket}"` });
  // A practice vault may listen on another port than when the page was printed.
  return isPractice(home, settings) ? { ...kit, store } : kit;
}

async function prove(context: ServiceContext, { home, id }: BackupSet, kit: RecoveryKit): Promise<void> {
  const { world, stopping: signal } = context;
  const { backupKey } = await secretsOfHome(home, passphraseInMemory(context, id), world);
  const recovery = await openRecovery({ kit, storageKey: backupKey, world, signal });
  try {
    if (!(await proveKit(recovery, world, signal))) throw new HoldfastError('nothing-backed-up');
  } finally {
    await recovery.close();
  }
}

/** @throws set-locked */
export const passphraseInMemory =
  ({ unlocked }: Pick<ServiceContext, 'unlocked'>, set: string) =>
  (): Promise<string> => {
    const known = unlocked.get(set);
    return known === undefined ? Promise.reject(new HoldfastError('set-locked')) : Promise.resolve(known);
  };
