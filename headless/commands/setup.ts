import { renderKitText } from '../../core/app/kit/render-kit-text.ts';
import { setUp, type SetUpDone } from '../../core/app/set-up.ts';
import { spaceInWords } from '../../core/app/space-words.ts';
import { proofTime } from '../../core/app/proof-time.ts';
import type { StorageKey } from '../../core/app/secrets/secrets.ts';
import { placeInWords, storagePlace, type StoragePlace } from '../../core/app/storage-place.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import { dayMs } from '../../core/locks/period.ts';
import { askBack } from '../ask-back.ts';
import { askHidden } from '../ask.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { protectDaysFrom } from '../protect-days.ts';
import { kitWritten } from '../kit-words.ts';
import { programName } from '../program-name.ts';
import { parsePing } from '../parse-ping.ts';
import { parseSpace } from '../parse-space.ts';
import { keychainAllowed, newPassphrase, storageKeyFrom } from '../secrets-from-outside.ts';
import { countOf, untilInWords } from '../words-for-people.ts';

export type SetUpFlags = {
  readonly b2?: string | true;
  readonly s3?: string;
  readonly bucket: string;
  readonly prefix?: string;
  readonly region?: string;
  readonly protect?: string;
  /** The period once more, beyond 90 days. */
  readonly again?: string;
  readonly kit?: readonly string[];
  readonly existing?: boolean;
  readonly repository?: string;
  readonly fingerprint?: string;
  readonly strict?: boolean;
  readonly space?: string;
  readonly ping?: string;
};

export async function setup(context: CommandContext, flags: SetUpFlags): Promise<Outcome> {
  const place = storagePlace(flags);
  const space = parseSpace(flags.space ?? 'by-hand');
  const ping = parsePing(flags.ping ?? 'off');
  if (flags.existing && (flags.space ?? flags.ping) !== undefined)
    throw new HoldfastError('usage', {
      reason:
        'With --existing these are set afterwards, with `holdfast settings space` and `holdfast settings ping`',
    });
  if (flags.existing) return await (await import('./join.ts')).join(context, flags, place);
  if (flags.protect === undefined)
    throw new HoldfastError('usage', {
      reason: 'Say with --protect how long backups stay locked, for example --protect 30d',
    });
  const protectDays = await protectDaysFrom(context, flags.protect, flags.again);
  const keys = await storageKeys(context, place);
  const made: string[] = [];
  try {
    const done = await setUp({
      home: context.home,
      world: context.world,
      place,
      protectDays,
      strict: flags.strict ?? false,
      space,
      ping,
      passphrase: await newPassphrase(context.terminal),
      ...keys,
      useKeychain: keychainAllowed(context.terminal),
      kitFiles: flags.kit ?? [],
      program: programName(),
      proofMs: proofTime(context.terminal.environment, place.store.endpoint),
      onProof: () => context.note(proving),
      signal: context.signal,
      onMade: (what) => made.push(what),
    });
    if (await showWords(context, done, flags.kit)) await askBack(context, done);
    return outcomeOf(done, context, flags, keys.setUpKey !== undefined);
  } catch (error) {
    if (made.length > 0)
      context.note(
        `Set-up did not finish. It left behind at the provider: ${made.join('; ')}.${hintAfter(made)}`,
      );
    throw error;
  }
}

const strictInWords =
  'Strict: the bucket sets the locks and this computer cannot lengthen them. A guard has to: run `holdfast guard` on a second machine with a renewal key (`holdfast keys create --role renewal`). What it is late with is stored again.';

const proving =
  'Proving the lock: a test object is locked for a minute, must survive every deletion until then, and goes right after …';

/** A repository that lacks its home can be joined; a bucket or key alone is simply used by the next try. */
const hintAfter = (made: readonly string[]): string =>
  made.some((what) => what.includes('repository'))
    ? ' The same command with --existing instead of --protect and --kit goes on from there, with the passphrase.'
    : '';

/** The keys that a set-up works with: from outside, else typed. */
export async function storageKeys(
  { terminal }: CommandContext,
  place: StoragePlace,
): Promise<{ readonly setUpKey: StorageKey | undefined; readonly backupKey: StorageKey | undefined }> {
  const setUpKey = storageKeyFrom(terminal, 'SETUP_');
  const backupKey = storageKeyFrom(terminal, '');
  if (setUpKey || backupKey || !terminal.inIsTerminal) return { setUpKey, backupKey };
  const which = place.store.kind === 'b2' ? 'Set-up key' : 'Storage key';
  const typed = {
    keyId: await askHidden(`${which} id: `, terminal),
    key: await askHidden(`${which}: `, terminal),
  };
  return place.store.kind === 'b2'
    ? { setUpKey: typed, backupKey: undefined }
    : { setUpKey: undefined, backupKey: typed };
}

/**
 * Once, on the screen of whoever sits there, and nowhere else: not into a pipe, a log or JSON.
 * @returns whether there is a kit now
 */
export async function showWords(
  context: CommandContext,
  done: SetUpDone,
  kitFiles: readonly string[] | undefined,
): Promise<boolean> {
  if (kitFiles !== undefined) return true;
  if (context.terminal.outIsTerminal && !context.json) {
    const page = { kit: done.kit, madeOn: new Date(context.world.now()), program: programName() };
    await context.terminal.out(`${renderKitText(page)}\n`);
    return true;
  }
  context.note(
    'The 24 recovery words were not shown, because nobody would have read them here. Write the recovery kit now: holdfast kit FILE',
  );
  return false;
}

function outcomeOf(
  done: SetUpDone,
  context: CommandContext,
  flags: SetUpFlags,
  usedSetUpKey: boolean,
): Outcome {
  const { settings, kit } = done;
  const warnings = done.warnings.map(({ words }) => words);
  const now = context.world.now();
  const regenerate =
    usedSetUpKey && settings.store.kind === 'b2'
      ? "The set-up key was not kept. Regenerate it now on the provider's page, so that nobody else can use it."
      : undefined;
  for (const warning of warnings) context.note(warning);
  return {
    result: {
      repository: settings.repositoryId,
      fingerprint: kit.fingerprint,
      ...settings.store,
      prefix: settings.prefix,
      protectDays: settings.protectDays,
      space: settings.space,
      strict: settings.strict,
      ping: settings.ping,
      bucketCreated: done.bucketCreated,
      keyId: done.keyId,
      keyCreated: done.keyCreated,
      key: done.keyWords.words,
      secrets: settings.secrets,
      kit: flags.kit?.[0] ?? null,
      kits: flags.kit ?? [],
      warnings,
    },
    text: [
      `Ready. Backups go to ${placeInWords(settings)}.`,
      `Each stays locked for ${countOf(settings.protectDays, 'day')}: what you back up today nobody can delete before ${untilInWords(now + settings.protectDays * dayMs, now)}.`,
      done.bucketCreated
        ? 'The bucket was created with Object Lock.'
        : 'The bucket was there and has Object Lock.',
      done.keyWords.words,
      spaceInWords[settings.space],
      settings.strict ? strictInWords : undefined,
      settings.secrets === 'keychain'
        ? 'The keys are in the keychain of this computer.'
        : 'The keys are in a file under your passphrase, as no keychain is used here: each run needs it (HOLDFAST_PASSPHRASE).',
      flags.kit === undefined ? undefined : kitWritten(flags.kit),
      regenerate,
      'Next: make a backup, then see that the recovery kit opens it: `holdfast kit open FILE`.',
    ]
      .filter((line) => line !== undefined)
      .join('\n'),
    exitCode: 0,
  };
}
