import { CommanderError } from 'commander';
import { explainError } from '../core/app/explain-error.ts';
import { HoldfastError } from '../core/errors/holdfast-error.ts';
import type { Outcome } from './command-context.ts';
import { printable } from './printable.ts';
import { makeProgram } from './program.ts';
import type { Terminal } from './terminal.ts';

/** The codes that say "you asked for something that cannot be": exit code 2. */
const usageCodes = new Set(['usage', 'period-invalid']);

/**
 * Parses and runs one command; never throws. Standard output ends with exactly one JSON object under --json,
 * whatever happens.
 * @returns the exit code: 0 done, 3 completed with warnings, 1 failed, 2 wrong usage
 */
export async function runCommand(
  args: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  // Also known before and without a successful parse: a wrong option is answered in JSON too.
  const json = beforeDashes(args).includes('--json');
  let outcome: Outcome | undefined;
  try {
    await makeProgram(terminal, signal, (made) => (outcome = made)).parseAsync(args, { from: 'user' });
    if (!outcome) return 0;
    await terminal.out(
      json ? `${JSON.stringify(outcome.result)}\n` : outcome.text && `${printable(outcome.text)}\n`,
    );
    return outcome.exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const known = error instanceof CommanderError ? usageError(error) : explainError(error);
    if (known.code === 'bug' && terminal.environment['HOLDFAST_DEBUG'])
      terminal.err(`${known.cause instanceof Error ? known.cause.stack : ''}\n`);
    terminal.err(`${printable(known.words)}\n`);
    if (json)
      await terminal.out(`${JSON.stringify({ error: { code: known.code, message: known.words } })}\n`);
    return usageCodes.has(known.code) ? 2 : 1;
  }
}

function beforeDashes(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return end < 0 ? args : args.slice(0, end);
}

/** Commander's sentence as one of ours: "error: unknown option '--x'" → "Unknown option '--x'". */
function usageError(error: CommanderError): HoldfastError {
  if (error.code === 'commander.help')
    return new HoldfastError('usage', { reason: 'Say which command to run' });
  const text = error.message
    .replace(/^error: /, '')
    .replace(/\.+$/, '')
    .replaceAll('\n', ' ');
  return new HoldfastError('usage', { reason: text.charAt(0).toUpperCase() + text.slice(1) });
}
