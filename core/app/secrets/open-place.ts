import type { World } from '../../system/world.ts';
import type { Home } from '../home.ts';
import { keychain, keychainAnswers } from './keychain.ts';
import { sealedFile } from './sealed-file.ts';
import type { SecretPlace } from './secrets.ts';

export type PlaceRequest = {
  readonly home: Home;
  readonly repositoryId: string;
  readonly passphrase: () => Promise<string>;
  readonly world: World;
};

export function openPlace(kind: SecretPlace['kind'], request: PlaceRequest): SecretPlace {
  if (kind === 'keychain') return keychain(request.repositoryId);
  return sealedFile({ ...request, path: request.home.sealedSecrets });
}

/** The keychain where one answers (and was not switched off), else the sealed file. */
export async function choosePlace(request: PlaceRequest, useKeychain: boolean): Promise<SecretPlace> {
  const kind = useKeychain && (await keychainAnswers()) ? 'keychain' : 'sealed-file';
  return openPlace(kind, request);
}
