import type { StorageKey } from '../core/app/secrets/secrets.ts';
import { HoldfastError } from '../core/errors/holdfast-error.ts';
import { askHidden } from './ask.ts';
import type { Terminal } from './terminal.ts';

/** The passphrase from the environment, else typed; asked at most once however often it is needed. */
export function passphraseFrom(terminal: Terminal): () => Promise<string> {
  let answer: Promise<string> | undefined;
  return () => (answer ??= readPassphrase(terminal, 'passphrase', 'HOLDFAST_PASSPHRASE'));
}

/** After a move there are two homes, each with its own. */
export function passphraseOfNewHome(terminal: Terminal): () => Promise<string> {
  let answer: Promise<string> | undefined;
  return () => (answer ??= readPassphrase(terminal, 'passphrase of the new home', 'HOLDFAST_NEW_PASSPHRASE'));
}

async function readPassphrase(terminal: Terminal, what: string, variable: string): Promise<string> {
  const given = terminal.environment[variable];
  if (given) return given;
  if (terminal.inIsTerminal)
    return await askHidden(`${what.charAt(0).toUpperCase()}${what.slice(1)}: `, terminal);
  throw new HoldfastError('secret-missing', { secret: `The ${what}`, variable });
}

/** A new passphrase: typed twice where it is not in the environment. @throws usage where it is empty or differs */
export async function newPassphrase(
  terminal: Terminal,
  variable: 'HOLDFAST_PASSPHRASE' | 'HOLDFAST_NEW_PASSPHRASE' = 'HOLDFAST_PASSPHRASE',
): Promise<string> {
  const given = terminal.environment[variable];
  if (given) return given;
  if (!terminal.inIsTerminal)
    throw new HoldfastError('secret-missing', {
      secret: 'A new passphrase',
      variable,
    });
  const first = await askHidden('New passphrase: ', terminal);
  if (first === '') throw new HoldfastError('usage', { reason: 'The passphrase is empty' });
  if ((await askHidden('Again: ', terminal)) !== first)
    throw new HoldfastError('usage', { reason: 'The two passphrases differ' });
  return first;
}

/** HOLDFAST_KEY_ID and HOLDFAST_KEY (or the pair of another role); undefined: neither is set. @throws secret-missing for one of two */
export function storageKeyFrom(
  terminal: Terminal,
  which: '' | 'SETUP_' | 'MAINTENANCE_' | 'HOLD_',
): StorageKey | undefined {
  const names = [`HOLDFAST_${which}KEY_ID`, `HOLDFAST_${which}KEY`] as const;
  const [keyId, key] = names.map((name) => terminal.environment[name] || undefined);
  if (keyId && key) return { keyId, key };
  if (keyId || key)
    throw new HoldfastError('secret-missing', {
      secret: keyId ? 'The key that belongs to the key id' : 'The key id that belongs to the key',
      variable: keyId ? names[1] : names[0],
    });
  return undefined;
}

/** The 24 words, HOLDFAST_WORDS; undefined where not set. */
export const wordsFrom = (terminal: Terminal): string | undefined =>
  terminal.environment['HOLDFAST_WORDS'] || undefined;

/** HOLDFAST_KEYCHAIN=off: machines and tests whose keychain must not be touched. */
export const keychainAllowed = (terminal: Terminal): boolean =>
  terminal.environment['HOLDFAST_KEYCHAIN']?.toLowerCase() !== 'off';
