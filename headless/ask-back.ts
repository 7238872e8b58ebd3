import { askForWords, placesToAsk } from '../core/app/kit/confirm-kit.ts';
import { lockHome } from '../core/app/home-lock.ts';
import type { SetUpDone } from '../core/app/set-up.ts';
import { noteKit } from '../core/app/upkeep-state.ts';
import { askLine } from './ask-line.ts';
import type { CommandContext } from './command-context.ts';

/** Three words of the kit, typed back by whoever sits there; where nobody does, `status` reminds. */
export async function askBack(context: CommandContext, { kit }: SetUpDone): Promise<void> {
  const { home, json, terminal, world } = context;
  if (json || !terminal.inIsTerminal) return;
  const confirmed = await askForWords(
    kit.words,
    placesToAsk(world.random),
    (question) => askLine(context, question),
    context.note,
  );
  if (!confirmed) {
    context.note(
      'Skipped: nobody has confirmed that the kit is readable. `holdfast kit confirm` does it later.',
    );
    return;
  }
  const lock = lockHome(home);
  try {
    await noteKit(home, { confirmedAt: Math.floor(world.now()) });
  } finally {
    lock.release();
  }
}
