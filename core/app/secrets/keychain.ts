import type { AsyncEntry } from '@napi-rs/keyring';
import { z } from 'zod';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { SecretPlace, Secrets } from './secrets.ts';

const service = 'holdfast';

/**
 * Linux: the Secret Service or nothing. Left to itself the library falls back to the kernel's keyring, which forgets
 * everything at the next start of the computer.
 */
const options = { linux: { store: 'secret-service' } } as const;

const storageKeySchema = z.strictObject({ keyId: z.string(), key: z.string() });

/** Keychain, Credential Manager or Secret Service; one item per secret, named after the repository. */
export function keychain(repositoryId: string): SecretPlace {
  const master = (): Promise<AsyncEntry> => entry(`${repositoryId}/master-key`);
  const backup = (): Promise<AsyncEntry> => entry(`${repositoryId}/backup-key`);
  const former = (): Promise<AsyncEntry> => entry(`${repositoryId}/former-key`);
  return {
    kind: 'keychain',
    read: () =>
      answered(async () => {
        const masterKey = await (await master()).getPassword();
        const backupKey = await (await backup()).getPassword();
        if (!masterKey || !backupKey) return undefined;
        const formerKey = await (await former()).getPassword();
        return {
          masterKey: new Uint8Array(Buffer.from(masterKey, 'base64')),
          backupKey: storageKeySchema.parse(JSON.parse(backupKey)),
          ...(formerKey ? { formerKey: storageKeySchema.parse(JSON.parse(formerKey)) } : {}),
        };
      }),
    write: (secrets: Secrets) =>
      answered(async () => {
        await (await master()).setPassword(Buffer.from(secrets.masterKey).toString('base64'));
        await (await backup()).setPassword(JSON.stringify(secrets.backupKey));
        if (secrets.formerKey) await (await former()).setPassword(JSON.stringify(secrets.formerKey));
        else if (await (await former()).getPassword()) await (await former()).deleteCredential();
      }),
    erase: () =>
      answered(async () => {
        await (await master()).deleteCredential();
        await (await backup()).deleteCredential();
        if (await (await former()).getPassword()) await (await former()).deleteCredential();
      }),
  };
}

/** Whether a keychain keeps what it is given: writes a harmless item, reads it back and removes it. */
export async function keychainAnswers(): Promise<boolean> {
  try {
    const probe = await entry('probe');
    await probe.setPassword('answers');
    const answer = await probe.getPassword();
    await probe.deleteCredential();
    return answer === 'answers';
  } catch {
    return false;
  }
}

async function entry(account: string): Promise<AsyncEntry> {
  const { AsyncEntry: Entry } = await import('@napi-rs/keyring');
  return new Entry(service, account, options);
}

async function answered<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new HoldfastError(
      'keychain-silent',
      { reason: error instanceof Error ? error.message : String(error) },
      { cause: error, retry: 'later' },
    );
  }
}
