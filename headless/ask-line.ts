import { createInterface } from 'node:readline/promises';
import { HoldfastError } from '../core/errors/holdfast-error.ts';
import type { CommandContext } from './command-context.ts';

/** Reads one line from the terminal, shown as it is typed. @throws cancelled on Ctrl-C */
export async function askLine({ signal }: CommandContext, question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question, { signal });
  } catch (error) {
    throw signal.aborted ? new HoldfastError('cancelled', {}, { cause: error }) : error;
  } finally {
    lines.close();
  }
}

/**
 * Goes on after a yes; where nobody sits, --yes has to say it.
 * @throws cancelled where the answer is another one, usage where nobody can answer
 */
export async function confirm(
  context: CommandContext,
  question: string,
  yes: boolean | undefined,
): Promise<void> {
  if (yes) return;
  if (!context.terminal.inIsTerminal)
    throw new HoldfastError('usage', { reason: `${question} Nobody can answer here, so say it with --yes` });
  if (!(await isYes(context, question))) throw new HoldfastError('cancelled');
}

/** Somebody has to sit there. */
export async function isYes(context: CommandContext, question: string): Promise<boolean> {
  return /^\s*y(?:es)?\s*$/i.test(await askLine(context, `${question} [y/N] `));
}

/**
 * What cannot be taken back is said twice.
 * @param again from an option; undefined: it is asked for
 */
export async function sayAgain(
  context: CommandContext,
  question: string,
  again: string | undefined,
  instead: string,
): Promise<string> {
  if (again !== undefined) return again;
  if (!context.terminal.inIsTerminal) throw new HoldfastError('usage', { reason: instead });
  return await askLine(context, `${question} `);
}
