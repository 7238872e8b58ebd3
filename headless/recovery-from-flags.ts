import { clockWarning } from '../core/app/clock-warning.ts';
import { explainError } from '../core/app/explain-error.ts';
import { storagePlace } from '../core/app/storage-place.ts';
import { HoldfastError, isHoldfastError } from '../core/errors/holdfast-error.ts';
import type { KitToOpen, Recovery, RecoveryRequest } from '../core/recovery/connect-recovery.ts';
import { openRecovery } from '../core/recovery/open-recovery.ts';
import { askHidden } from './ask.ts';
import type { CommandContext } from './command-context.ts';
import { mendedWords } from './mended-words.ts';
import { readKitFile } from './read-kit-file.ts';
import { sayWhenSlow } from './say-when-slow.ts';
import { storageKeyFrom, wordsFrom } from './secrets-from-outside.ts';
import { connectingWords, waitingWords } from './waiting-words.ts';

/** Common to all commands that recover: which repository, without any home. */
export type RecoverFlags = {
  readonly kit?: string;
  readonly b2?: string | true;
  readonly s3?: string;
  readonly bucket?: string;
  readonly prefix?: string;
  readonly region?: string;
  readonly repository?: string;
  readonly fingerprint?: string;
};

/** Opens what the flags name, for reading only unless told otherwise, runs the work and closes it. */
export async function useRecovery<T>(
  context: CommandContext,
  flags: RecoverFlags,
  work: (recovery: Recovery) => Promise<T>,
  open: typeof openRecovery = openRecovery,
): Promise<T> {
  const request = await recoveryFromFlags(context, flags);
  const connecting = connectingWords(request.kit.store.endpoint);
  const recovery = await sayWhenSlow(context.note, connecting, open(request)).catch((error: unknown) => {
    throw isHoldfastError(error, 'bucket-missing') ? inRecovery(error) : error;
  });
  try {
    const warning = clockWarning(recovery.skewMs);
    if (warning) context.note(warning);
    return await work(recovery);
  } catch (error) {
    throw toldForRecovery(error);
  } finally {
    await recovery.close();
  }
}

const codesToldForRecovery: ReadonlySet<string> = new Set([
  'cancelled',
  'network-unreachable',
  'disk-full',
  'bucket-missing',
]);

/** What to do next is said for a computer without a home. */
export function toldForRecovery(error: unknown): unknown {
  if (isHoldfastError(error, 'path-not-in-snapshot'))
    return new HoldfastError(
      error.code,
      { ...error.details, command: 'holdfast recover ls' },
      { cause: error },
    );
  const known = explainError(error);
  return codesToldForRecovery.has(known.code) ? inRecovery(known) : error;
}

const inRecovery = (error: HoldfastError): HoldfastError =>
  new HoldfastError(error.code, { ...error.details, isRecovery: true }, { cause: error });

/** @throws usage, secret-missing, kit-unreadable, path-impossible */
export async function recoveryFromFlags(
  context: CommandContext,
  flags: RecoverFlags,
): Promise<RecoveryRequest> {
  const kit = flags.kit === undefined ? await kitFromFlags(context, flags) : await readKitFile(flags.kit);
  return {
    kit: { ...kit, words: await mendedWords(context, kit.words, kit.fingerprint) },
    storageKey: await keyFrom(context),
    world: context.world,
    signal: context.signal,
    onWait: oneAtATime(context),
  };
}

/** Sixteen requests at a time wait for the same line: one of them says so. */
function oneAtATime({ note, world }: CommandContext): NonNullable<RecoveryRequest['onWait']> {
  let quietUntil = 0;
  return (error, milliseconds, left) => {
    const now = world.now();
    if (now < quietUntil) return;
    quietUntil = now + milliseconds;
    note(waitingWords(error, milliseconds, left));
  };
}

async function kitFromFlags(context: CommandContext, flags: RecoverFlags): Promise<KitToOpen> {
  const { bucket, repository, fingerprint = '' } = flags;
  if (bucket === undefined)
    throw new HoldfastError('usage', {
      reason:
        'Give the recovery kit with --kit FILE, or type from it --b2 or --s3, --bucket and --repository',
    });
  if (repository === undefined)
    throw new HoldfastError('usage', { reason: 'Say with --repository which one; the kit has its id' });
  const { store, prefix } = storagePlace({ ...flags, bucket });
  const typed =
    wordsFrom(context.terminal) ?? (await askFor(context, 'The list of 24 recovery words', 'HOLDFAST_WORDS'));
  const words = typed.toLowerCase().match(/[a-z]+/g) ?? [];
  return { words, store, prefix, repositoryId: repository.toLowerCase(), fingerprint };
}

async function keyFrom(context: CommandContext): Promise<RecoveryRequest['storageKey']> {
  const given = storageKeyFrom(context.terminal, '');
  if (given) return given;
  if (!context.terminal.inIsTerminal)
    throw new HoldfastError('secret-missing', {
      secret: 'A key that may read the bucket',
      variable: 'HOLDFAST_KEY_ID and HOLDFAST_KEY',
    });
  return {
    keyId: await askHidden('Id of a key that may read the bucket: ', context.terminal),
    key: await askHidden('The key itself: ', context.terminal),
  };
}

async function askFor({ terminal }: CommandContext, secret: string, variable: string): Promise<string> {
  if (!terminal.inIsTerminal) throw new HoldfastError('secret-missing', { secret, variable });
  return await askHidden(`${secret}: `, terminal);
}
