import { askForWords, checkAllWords, placesToAsk } from '../../core/app/kit/confirm-kit.ts';
import { lockHome } from '../../core/app/home-lock.ts';
import { secretsOfHome } from '../../core/app/secrets-of-home.ts';
import { readSettings } from '../../core/app/settings.ts';
import { noteKit } from '../../core/app/upkeep-state.ts';
import { masterToWords } from '../../core/crypto/recovery-words.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import { askLine } from '../ask-line.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { passphraseFrom, wordsFrom } from '../secrets-from-outside.ts';

/** Asks nobody but the person: the provider is not needed. */
export async function kitConfirm(context: CommandContext): Promise<Outcome> {
  const { home, terminal, world } = context;
  const { fingerprint } = await readSettings(home);
  const typed = wordsFrom(terminal);
  if (typed !== undefined) checkAllWords(typed, fingerprint);
  else if (!(await typedBack(context)))
    return {
      result: { confirmed: false, fingerprint },
      text: 'Not confirmed. Write the kit again if you cannot find it: `holdfast kit FILE`.',
      exitCode: 3,
    };
  const lock = lockHome(home);
  try {
    await noteKit(home, { confirmedAt: Math.floor(world.now()) });
  } finally {
    lock.release();
  }
  return {
    result: { confirmed: true, fingerprint },
    text: 'Good: the kit is there and readable. Holdfast asks again in a year.',
    exitCode: 0,
  };
}

async function typedBack(context: CommandContext): Promise<boolean> {
  const { home, terminal, world } = context;
  if (!terminal.inIsTerminal)
    throw new HoldfastError('secret-missing', {
      secret: 'The list of 24 recovery words',
      variable: 'HOLDFAST_WORDS',
    });
  const { masterKey } = await secretsOfHome(home, passphraseFrom(terminal), world);
  return await askForWords(
    masterToWords(masterKey),
    placesToAsk(world.random),
    (question) => askLine(context, question),
    context.note,
  );
}
