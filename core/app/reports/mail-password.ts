import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { keychain, keychainAnswers } from '../secrets/keychain.ts';
import { sealedFile } from '../secrets/sealed-file.ts';
import type { SecretPlace } from '../secrets/secrets.ts';

export type MailPasswordContext = Pick<
  ServiceContext,
  'world' | 'appFolder' | 'keychain' | 'sets' | 'unlocked' | 'app'
>;

type Kept = { readonly account: string; readonly password: string };

/** Where no keychain answers and no passphrase was typed: until the program ends. */
const inMemory = new Map<string, Kept>();

/**
 * The account that a password was given for. It is sent to no other: whoever changes the settings could have it sent to a
 * computer of his own.
 */
export function mailAccountOf({ app }: Pick<MailPasswordContext, 'app'>): string {
  const { mail } = app.settings();
  return mail ? JSON.stringify([mail.host, mail.port, mail.secure, mail.user]) : '';
}

/**
 * Keeps the password of the mail account where other secrets are: the keychain, else a file sealed under the passphrase of
 * a backup set that was typed, else in memory.
 * @param account that the person was shown, who may have typed long after
 * @throws request-invalid where the settings name another one by now
 */
export async function keepMailPassword(
  context: MailPasswordContext,
  password: string,
  account: string,
): Promise<'keychain' | 'sealed-file' | 'memory'> {
  if (mailAccountOf(context) !== account)
    throw new HoldfastError('request-invalid', {
      reason:
        'the mail account was changed after this window was opened. Close it, look at the mail account in the settings of reports, and ask for the window again',
    });
  inMemory.set(context.appFolder, { account, password });
  const place = await placeToWrite(context);
  if (!place) return 'memory';
  // In the master key's stead, as the guard's list key is.
  await place.write({ masterKey: Buffer.from(password, 'utf8'), backupKey: { keyId: account, key: '' } });
  return place.kind;
}

/** undefined: none was given for this account, or it cannot be read before a passphrase is typed. */
export async function readMailPassword(context: MailPasswordContext): Promise<string | undefined> {
  const account = mailAccountOf(context);
  const known = inMemory.get(context.appFolder);
  if (known?.account === account) return known.password;
  for (const place of await placesToRead(context)) {
    const kept = await place.read().catch(() => undefined);
    if (kept?.backupKey.keyId !== account) continue;
    const password = Buffer.from(kept.masterKey).toString('utf8');
    inMemory.set(context.appFolder, { account, password });
    return password;
  }
  return undefined;
}

async function placeToWrite(context: MailPasswordContext): Promise<SecretPlace | undefined> {
  if (context.keychain && (await keychainAnswers())) return keychain(nameOf(context));
  return sealedPlaces(context)[0];
}

async function placesToRead(context: MailPasswordContext): Promise<readonly SecretPlace[]> {
  return [...(context.keychain ? [keychain(nameOf(context))] : []), ...sealedPlaces(context)];
}

/** One file for each set: nobody but the one who knows its passphrase opens it. */
function sealedPlaces(context: MailPasswordContext): readonly SecretPlace[] {
  return context.sets.list().flatMap(({ id, home }) => {
    const passphrase = context.unlocked.get(id);
    if (passphrase === undefined) return [];
    return [
      sealedFile({
        path: join(home.folder, 'mail-password.sealed'),
        repositoryId: 'mail',
        passphrase: () => Promise.resolve(passphrase),
        world: context.world,
      }),
    ];
  });
}

/** Two app folders on one computer keep their own. */
const nameOf = ({ appFolder }: MailPasswordContext): string =>
  `mail-${createHash('sha256').update(appFolder).digest('hex').slice(0, 16)}`;
