import { movesOf } from '../core/app/move-words.ts';
import type { Settings } from '../core/app/settings.ts';
import type { CommandContext, Outcome } from './command-context.ts';

/** What was found, and where the backups before or after it are, where the person once moved. */
export async function withMoves(
  { home }: Pick<CommandContext, 'home'>,
  settings: Settings,
  outcome: Outcome,
): Promise<Outcome> {
  const { ended, earlier, words } = await movesOf(home, settings);
  return {
    ...outcome,
    result: { ...outcome.result, ended: ended ?? null, earlier },
    text: [outcome.text, ...words].join('\n'),
  };
}
