import { lockHome } from '../../core/app/home-lock.ts';
import { guardHome } from '../../core/app/guard/guard-home.ts';
import { parseListKey, readGuardSecrets, type GuardSecrets } from '../../core/app/guard/guard-secrets.ts';
import { readGuardSettings } from '../../core/app/guard/guard-settings.ts';
import { exitCodeOf, roundInWords } from '../../core/app/guard/round-words.ts';
import { runGuardRound, type GuardRoundDone } from '../../core/app/guard/run-guard-round.ts';
import { isHoldfastError } from '../../core/errors/holdfast-error.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { parseEvery } from '../parse-days.ts';
import { passphraseFrom, storageKeyFrom } from '../secrets-from-outside.ts';

export type GuardFlags = { readonly once?: boolean; readonly every: string };

/** One round now, then one after each pause, until Ctrl-C or SIGTERM. A round that fails ends nothing but itself. */
export async function guardRun(context: CommandContext, flags: GuardFlags): Promise<Outcome> {
  const { terminal, world, signal } = context;
  const every = parseEvery(flags.every);
  const home = guardHome(context.home);
  const settings = await readGuardSettings(home);
  const lock = lockHome(home);
  try {
    const secrets = await readGuardSecrets(settings.secrets, {
      home,
      repositoryId: settings.repositoryId,
      passphrase: passphraseFrom(terminal),
      world,
      given: givenSecrets(context),
    });
    const smtp = terminal.environment['HOLDFAST_GUARD_SMTP'];
    for (let rounds = 1; ; rounds++) {
      const done = await runGuardRound({ home, settings, secrets, world, signal, smtp });
      for (const warning of done.warnings) context.note(warning);
      if (flags.once) return outcomeOf(done, world.now());
      await say(context, done);
      await world.sleep(every, signal).catch(() => undefined);
      if (signal.aborted) return stopped(rounds);
    }
  } catch (error) {
    // Ctrl-C in the middle of a round: every step is safe to cut, and this is how a guard ends.
    if (!flags.once && signal.aborted && isHoldfastError(error, 'cancelled')) return stopped(0);
    throw error;
  } finally {
    lock.release();
  }
}

function givenSecrets({ terminal }: CommandContext): Partial<GuardSecrets> {
  const renewalKey = storageKeyFrom(terminal, '');
  const listKey = terminal.environment['HOLDFAST_LIST_KEY'];
  return { ...(renewalKey ? { renewalKey } : {}), ...(listKey ? { listKey: parseListKey(listKey) } : {}) };
}

/** One calm line; an alarm's words only when it is new. */
async function say({ json, terminal, world, note }: CommandContext, done: GuardRoundDone): Promise<void> {
  const now = world.now();
  if (json) return await terminal.out(`${JSON.stringify(outcomeOf(done, now).result)}\n`);
  await terminal.out(`${roundInWords(done, now)}\n`);
  for (const { words } of done.opened) note(`! ${words}`);
}

const iso = (instant: number | undefined): string | null =>
  instant !== undefined && instant > 0 && Number.isFinite(instant) ? new Date(instant).toISOString() : null;

function outcomeOf(done: GuardRoundDone, now: number): Outcome {
  const { report, error, open, warnings } = done;
  const exitCode = exitCodeOf(done);
  return {
    result: {
      ok: exitCode === 0,
      ...(error ? { error: { code: error.code, message: error.words } } : {}),
      ...(report
        ? {
            at: iso(report.at),
            snapshots: report.snapshots,
            kept: report.kept,
            foreign: report.foreign,
            newest: iso(report.newest),
            protectedUntil: iso(report.protectedUntil),
            keptBytes: report.keptBytes,
            renewed: report.renewed,
            left: report.left,
            calls: report.calls,
          }
        : {}),
      alarms: open.map(({ kind, words, since, told }) => ({ kind, words, since: iso(since), told })),
      warnings,
    },
    text: [roundInWords(done, now), ...open.map(({ words }) => `  ! ${words}`)].join('\n'),
    exitCode,
  };
}

const stopped = (rounds: number): Outcome => ({
  result: { stopped: true, rounds },
  text: 'The guard was stopped.',
  exitCode: 0,
});
