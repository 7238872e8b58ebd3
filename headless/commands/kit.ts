import { kitOfHome } from '../../core/app/kit-of-home.ts';
import { tryNewFile } from '../../core/app/new-home.ts';
import { renderKit, writeKit } from '../../core/app/recovery-kit.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { passphraseFrom } from '../secrets-from-outside.ts';

export async function kit(context: CommandContext, file: string): Promise<Outcome> {
  await tryNewFile(file);
  const made = await kitOfHome(context.home, passphraseFrom(context.terminal), context.world);
  await writeKit(file, renderKit(made, new Date(context.world.now())));
  return {
    result: { kit: file, fingerprint: made.fingerprint },
    text: `The recovery kit is in ${file}. Print it, keep it away from this computer, then delete the file.`,
    exitCode: 0,
  };
}
