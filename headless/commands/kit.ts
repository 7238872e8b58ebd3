import { kitOfHome } from '../../core/app/kit/kit-of-home.ts';
import { writeKit } from '../../core/app/kit/write-kit.ts';
import { tryNewFile } from '../../core/app/new-home.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { kitWritten } from '../kit-words.ts';
import { programName } from '../program-name.ts';
import { passphraseFrom } from '../secrets-from-outside.ts';

export async function kit(context: CommandContext, file: string): Promise<Outcome> {
  await tryNewFile(file);
  const made = await kitOfHome(context.home, passphraseFrom(context.terminal), context.world);
  await writeKit(file, { kit: made, madeOn: new Date(context.world.now()), program: programName() });
  return {
    result: { kit: file, fingerprint: made.fingerprint },
    text: kitWritten([file]),
    exitCode: 0,
  };
}
