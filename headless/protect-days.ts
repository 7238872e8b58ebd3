import { periodSaidOnce } from '../core/app/change-period.ts';
import { HoldfastError } from '../core/errors/holdfast-error.ts';
import { sayAgain } from './ask-line.ts';
import type { CommandContext } from './command-context.ts';
import { parseDays } from './parse-days.ts';
import { countOf } from './words-for-people.ts';

/**
 * A protection period as a person writes it.
 * @param again the same once more, needed beyond 90 days; undefined: it is asked for where somebody sits
 * @throws usage, period-invalid
 */
export async function protectDaysFrom(
  context: CommandContext,
  text: string,
  again: string | undefined,
): Promise<number> {
  const days = parseDays(text);
  if (days <= periodSaidOnce) return days;
  const second = await sayAgain(
    context,
    `For ${countOf(days, 'day')} nobody can delete what you back up, you neither, and you pay for it. Type the number again:`,
    again,
    `For ${countOf(days, 'day')} nobody could delete what you back up. Say the number a second time, with --again ${days}d`,
  );
  if (parseDays(second) !== days)
    throw new HoldfastError('usage', { reason: `The two periods differ: "${text}" and "${second}"` });
  return days;
}
