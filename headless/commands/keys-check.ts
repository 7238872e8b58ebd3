import { judgeKey } from '../../core/app/judge-key.ts';
import { replaceKey } from '../../core/app/replace-key.ts';
import { secretsOfHome } from '../../core/app/secrets-of-home.ts';
import { readSettings } from '../../core/app/settings.ts';
import { toHex } from '../../core/crypto/hex.ts';
import { deriveKeys } from '../../core/crypto/keys.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import { isKeyDead } from '../../core/storage/provisioning.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { placeFromFlags, type PlaceFlags } from '../place-from-flags.ts';
import { passphraseFrom, storageKeyFrom } from '../secrets-from-outside.ts';

export async function keysCheck(
  context: CommandContext,
  flags: PlaceFlags & { readonly setUpKey?: boolean },
): Promise<Outcome> {
  const place = await placeFromFlags(context, flags);
  const { terminal, home, world } = context;
  if (flags.setUpKey) return await setUpKeyIsDead(context, place.store);
  const key =
    storageKeyFrom(terminal, '') ?? (await secretsOfHome(home, passphraseFrom(terminal), world)).backupKey;
  const judged = await judgeKey(place, key, world);
  return {
    result: { ...judged, keyId: key.keyId },
    text: judged.words.join('\n'),
    exitCode: judged.tooMuch.length === 0 && judged.roles.length > 0 ? 0 : 3,
  };
}

async function setUpKeyIsDead(
  { terminal, world }: CommandContext,
  store: Parameters<typeof isKeyDead>[0],
): Promise<Outcome> {
  const key = storageKeyFrom(terminal, 'SETUP_');
  if (!key)
    throw new HoldfastError('secret-missing', {
      secret: 'The set-up key as it was',
      variable: 'HOLDFAST_SETUP_KEY_ID and HOLDFAST_SETUP_KEY',
    });
  const dead = await isKeyDead(store, key, world);
  return {
    result: { dead },
    text: dead
      ? 'The set-up key is dead: the provider does not take it any more.'
      : "The set-up key still works. Regenerate or delete it on the provider's page, so that nobody else can use it.",
    exitCode: dead ? 0 : 3,
  };
}

/** The new one comes from the environment, never from an argument. */
export async function keysReplace({ home, terminal, world }: CommandContext): Promise<Outcome> {
  const key = storageKeyFrom(terminal, '');
  if (!key)
    throw new HoldfastError('secret-missing', {
      secret: 'The new storage key',
      variable: 'HOLDFAST_KEY_ID and HOLDFAST_KEY',
    });
  const judged = await replaceKey({ home, world, key, passphrase: passphraseFrom(terminal) });
  return {
    result: { ...judged, keyId: key.keyId },
    text: [
      'The new key is stored here and used from now on. Delete the old one on the page of the provider.',
      ...judged.words,
    ].join('\n'),
    exitCode: judged.tooMuch.length === 0 ? 0 : 3,
  };
}

/** For a guard: recognises snapshots of this repository, so that their locks can be renewed. */
export async function keysListKey(context: CommandContext): Promise<Outcome> {
  const { terminal, home, world } = context;
  const { repositoryId } = await readSettings(home);
  const { masterKey } = await secretsOfHome(home, passphraseFrom(terminal), world);
  const listKey = toHex(deriveKeys(masterKey).list);
  return {
    result: { repositoryId, listKey },
    text: [
      `Repository  ${repositoryId}`,
      `List key    ${listKey}`,
      'For `holdfast guard` on a second machine (HOLDFAST_LIST_KEY). It tells which snapshots are yours, and reads nothing of the data.',
    ].join('\n'),
    exitCode: 0,
  };
}
