import { joinRepository } from '../../core/app/join-repository.ts';
import { placeInWords, type StoragePlace } from '../../core/app/storage-place.ts';
import { wordsOf, wordsToMaster } from '../../core/crypto/recovery-words.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { mendedWords } from '../mended-words.ts';
import { protectDaysFrom } from '../protect-days.ts';
import { keychainAllowed, passphraseFrom, storageKeyFrom, wordsFrom } from '../secrets-from-outside.ts';
import { countOf } from '../words-for-people.ts';
import type { SetUpFlags } from './setup.ts';

/** `holdfast setup --existing`: a home for a repository that is there already. */
export async function join(
  context: CommandContext,
  flags: SetUpFlags,
  place: StoragePlace,
): Promise<Outcome> {
  const { terminal, home, world } = context;
  const storageKey = storageKeyFrom(terminal, '');
  if (!storageKey)
    throw new HoldfastError('secret-missing', {
      secret: 'A storage key that may read the bucket',
      variable: 'HOLDFAST_KEY_ID and HOLDFAST_KEY',
    });
  if (flags.kit !== undefined)
    throw new HoldfastError('usage', {
      reason: 'With --existing the recovery kit is written by `holdfast kit FILE` afterwards',
    });
  const typed = wordsFrom(terminal);
  const words =
    typed === undefined ? undefined : await mendedWords(context, wordsOf(typed), flags.fingerprint);
  const passphrase = passphraseFrom(terminal);
  const joined = await joinRepository({
    home,
    world,
    place,
    secret:
      words === undefined ? { passphrase: await passphrase() } : { master: wordsToMaster(words.join(' ')) },
    passphrase,
    repositoryId: flags.repository,
    storageKey,
    protectDays:
      flags.protect === undefined ? undefined : await protectDaysFrom(context, flags.protect, flags.again),
    useKeychain: keychainAllowed(terminal),
  });
  for (const { words } of joined.warnings) context.note(words);
  const { settings } = joined;
  return {
    result: {
      repository: settings.repositoryId,
      fingerprint: joined.fingerprint,
      ...settings.store,
      prefix: settings.prefix,
      protectDays: settings.protectDays,
      snapshots: joined.snapshots,
      key: joined.keyWords.words,
      secrets: settings.secrets,
    },
    text: [
      `Connected to ${placeInWords(settings)}: ${countOf(joined.snapshots, 'snapshot')}.`,
      `Fingerprint ${joined.fingerprint}: compare it with the recovery kit.`,
      joined.keyWords.words,
    ].join('\n'),
    exitCode: 0,
  };
}
