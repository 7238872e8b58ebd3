import { fromHex, isHex } from '../../crypto/hex.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { choosePlace, openPlace, type PlaceRequest } from '../secrets/open-place.ts';
import type { SecretPlace, StorageKey } from '../secrets/secrets.ts';
import type { GuardSettings } from './guard-settings.ts';

/** All that a guard knows. Neither reads the data. */
export type GuardSecrets = {
  /** 32 bytes. */
  readonly listKey: Uint8Array;
  readonly renewalKey: StorageKey;
};

export type GuardSecretsRequest = PlaceRequest & {
  /** What the environment holds. */
  readonly given: Partial<GuardSecrets>;
};

/** 64 hex digits, as `holdfast keys list-key` shows them. @throws usage */
export function parseListKey(text: string): Uint8Array {
  const hex = text.trim().toLowerCase();
  if (!isHex(hex, 32)) throw new HoldfastError('usage', { reason: 'HOLDFAST_LIST_KEY is not 64 hex digits' });
  return fromHex(hex);
}

/**
 * Keeps the guard's secrets in the places that a backup's have too, under a name of their own: the list key where the
 * master key would be.
 */
export async function keepGuardSecrets(
  request: GuardSecretsRequest,
  secrets: GuardSecrets,
  how: { readonly useKeychain: boolean; readonly mayAskPassphrase: boolean },
): Promise<GuardSettings['secrets']> {
  const place = await choosePlace(asGuard(request), how.useKeychain);
  if (place.kind === 'sealed-file' && !how.mayAskPassphrase) return 'environment';
  await place.write({ masterKey: secrets.listKey, backupKey: secrets.renewalKey });
  return place.kind;
}

/** What the environment holds comes before what is kept. @throws secret-missing, home-damaged, passphrase-wrong */
export async function readGuardSecrets(
  kind: GuardSettings['secrets'],
  request: GuardSecretsRequest,
): Promise<GuardSecrets> {
  const { listKey, renewalKey } = request.given;
  if (listKey && renewalKey) return { listKey, renewalKey };
  if (kind === 'environment')
    throw new HoldfastError('secret-missing', {
      secret: renewalKey ? 'The list key' : 'The renewal key',
      variable: renewalKey ? 'HOLDFAST_LIST_KEY' : 'HOLDFAST_KEY_ID and HOLDFAST_KEY',
    });
  const kept = await placeOf(kind, request).read();
  if (!kept)
    throw new HoldfastError('home-damaged', {
      home: request.home.folder,
      reason: 'the keys of the guard are not there any more',
    });
  return { listKey: listKey ?? kept.masterKey, renewalKey: renewalKey ?? kept.backupKey };
}

/** For a set-up that failed after they were kept. */
export async function eraseGuardSecrets(
  kind: GuardSettings['secrets'],
  request: PlaceRequest,
): Promise<void> {
  if (kind !== 'environment') await placeOf(kind, request).erase();
}

const placeOf = (kind: SecretPlace['kind'], request: PlaceRequest): SecretPlace =>
  openPlace(kind, asGuard(request));

const asGuard = (request: PlaceRequest): PlaceRequest => ({
  ...request,
  repositoryId: `guard-${request.repositoryId}`,
});
