import { homeAt } from '../../core/app/home.ts';
import { moveHome, type Moved } from '../../core/app/move-home.ts';
import { readMoveFacts } from '../../core/app/move-facts.ts';
import { moveTodo, type Todo, type TodoState } from '../../core/app/move-todo.ts';
import { secretsOfHome } from '../../core/app/secrets-of-home.ts';
import type { Secrets } from '../../core/app/secrets/secrets.ts';
import { readSettings } from '../../core/app/settings.ts';
import { placeInWords, storagePlace } from '../../core/app/storage-place.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import { askBack } from '../ask-back.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { kitWritten } from '../kit-words.ts';
import { programName } from '../program-name.ts';
import { proofTime } from '../../core/app/proof-time.ts';
import { protectDaysFrom } from '../protect-days.ts';
import {
  keychainAllowed,
  newPassphrase,
  passphraseFrom,
  passphraseOfNewHome,
} from '../secrets-from-outside.ts';
import { showWords, storageKeys, type SetUpFlags } from './setup.ts';
import { countOf } from '../words-for-people.ts';

export type MoveFlags = Partial<
  Pick<SetUpFlags, 'b2' | 's3' | 'bucket' | 'prefix' | 'region' | 'protect' | 'again' | 'kit'>
> & {
  readonly toHome?: string;
  readonly check?: boolean;
};

export async function move(context: CommandContext, flags: MoveFlags): Promise<Outcome> {
  if (flags.check) return await checkMove(context);
  const { toHome, bucket } = flags;
  if (toHome === undefined || bucket === undefined)
    throw new HoldfastError('usage', {
      reason:
        'Say with --to-home where the new home shall be, and with --b2 or --s3 and --bucket where backups go from now on; or --check to see what is left to do',
    });
  const { world, terminal, home, signal } = context;
  const place = storagePlace({ ...flags, bucket });
  const made: string[] = [];
  try {
    const moved = await moveHome({
      from: home,
      home: homeAt(toHome),
      world,
      place,
      protectDays:
        flags.protect === undefined ? undefined : await protectDaysFrom(context, flags.protect, flags.again),
      passphrase: () => newPassphrase(terminal, 'HOLDFAST_NEW_PASSPHRASE'),
      keys: () => storageKeys(context, place),
      oldSecrets: () => secretsWithoutAsking(context),
      useKeychain: keychainAllowed(terminal),
      kitFiles: flags.kit ?? [],
      program: programName(),
      proofMs: proofTime(terminal.environment, place.store.endpoint),
      onProof: () => context.note('Proving the lock of the new storage; that takes a minute …'),
      signal,
      onMade: (what) => made.push(what),
    });
    if (moved.made && (await showWords(context, moved.made, flags.kit)))
      await askBack({ ...context, home: homeAt(toHome) }, moved.made);
    return movedOutcome(context, moved, homeAt(toHome).folder, flags.kit ?? []);
  } catch (error) {
    if (made.length > 0)
      context.note(
        `The move did not finish, and the old home is as it was. Left behind at the provider: ${made.join('; ')}.${hintAfter(made, toHome)}`,
      );
    throw error;
  }
}

const hintAfter = (made: readonly string[], toHome: string): string =>
  made.some((what) => what.includes('repository'))
    ? ` Connect it with \`holdfast --home ${toHome} setup --existing\` and the same place, with the new passphrase; then run this command again.`
    : '';

/** To compare storage keys where that costs no question. */
async function secretsWithoutAsking({ home, terminal, world }: CommandContext): Promise<Secrets | undefined> {
  const { secrets } = await readSettings(home);
  if (secrets === 'sealed-file' && !terminal.environment['HOLDFAST_PASSPHRASE']) return undefined;
  return await secretsOfHome(home, passphraseFrom(terminal), world);
}

function movedOutcome(
  { home: { folder } }: CommandContext,
  { settings, made, endedOn }: Moved,
  to: string,
  kits: readonly string[],
): Outcome {
  const warnings = made?.warnings.map(({ words }) => words) ?? [];
  const nextSteps = [
    `Delete the old storage key on the provider's page. Until then whoever has it can hide things and run up costs.`,
    `Make a renewal key for the old bucket and store it: \`holdfast --home ${folder} keys replace\`. It keeps the old backups locked and can do nothing else.`,
    `Print the new recovery kit, then \`holdfast --home ${to} kit confirm\`. Keep the old one too: it opens the old backups.`,
    `\`holdfast --home ${to} backup PATH\`, as soon as the files are the right ones again.`,
    'Set a ping and a guard again for the new home, if you had them.',
    'Change the password at the provider and look at its second factor.',
    `\`holdfast --home ${folder} move --check\` looks how far you are, as often as you like.`,
  ];
  return {
    result: {
      repository: settings.repositoryId,
      fingerprint: settings.fingerprint,
      ...settings.store,
      prefix: settings.prefix,
      home: to,
      protectDays: settings.protectDays,
      made: made !== undefined,
      keyId: made?.keyId ?? null,
      keyCreated: made?.keyCreated ?? false,
      kit: made ? kits : [],
      endedOn,
      warnings,
    },
    text: [
      made
        ? `Moved. Backups go to ${placeInWords(settings)} from now on, under new words and a new key, from the home ${to}.`
        : `The new repository was there already; the move is complete. Backups go to ${placeInWords(settings)}, from the home ${to}.`,
      `Nothing is backed up from ${folder} any more. What is there stays locked, is still renewed, and can be restored; the new repository uses nothing of it.`,
      ...(made && kits.length > 0 ? [kitWritten(kits)] : []),
      ...warnings,
      'What to do now:',
      ...nextSteps.map((step, index) => `  ${index + 1}. ${step}`),
    ].join('\n'),
    exitCode: 0,
  };
}

const marks: Readonly<Record<TodoState, string>> = {
  done: '[x]',
  open: '[ ]',
  alarm: '[!]',
  unknown: '[?]',
  yours: '[ ]',
};

async function checkMove({ home, world, terminal, signal }: CommandContext): Promise<Outcome> {
  const settings = await readSettings(home);
  const { ended } = settings;
  if (!ended)
    throw new HoldfastError('usage', {
      reason: `Backups of ${home.folder} have not been moved anywhere. With --to-home and a new place they are`,
    });
  const facts = await readMoveFacts(
    {
      home,
      world,
      passphrase: passphraseFrom(terminal),
      newPassphrase: passphraseOfNewHome(terminal),
      signal,
    },
    settings,
    ended,
  );
  const todo = moveTodo(facts);
  const left = todo.filter(({ state }) => state !== 'done' && state !== 'yours');
  return {
    result: {
      ended: ended.on,
      home: ended.home,
      todo,
      open: left.length,
    },
    text: [
      `Backups go to ${placeInWords(ended)} since ${ended.on.slice(0, 10)}.`,
      ...todo.map(asLine),
      left.length === 0
        ? 'The move is complete, as far as Holdfast can see.'
        : `${countOf(left.length, 'thing')} left to do.`,
    ].join('\n'),
    exitCode: left.length === 0 ? 0 : 3,
  };
}

const asLine = ({ state, words }: Todo): string => `  ${marks[state]} ${words}`;
