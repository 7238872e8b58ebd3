import { openRepositoryForUse, type RepositoryInUse } from '../core/app/open-repository-for-use.ts';
import type { CommandContext } from './command-context.ts';
import { passphraseFrom, storageKeyFrom } from './secrets-from-outside.ts';

/** Opens the home's repository, says what deserves a warning, runs the work and closes everything. */
export async function useRepository<T>(
  context: CommandContext,
  options: { readonly readOnly: boolean },
  work: (inUse: RepositoryInUse) => Promise<T>,
): Promise<T> {
  const inUse = await openRepositoryForUse({
    home: context.home,
    world: context.world,
    passphrase: passphraseFrom(context.terminal),
    storageKey: storageKeyFrom(context.terminal, ''),
    readOnly: options.readOnly,
  });
  try {
    for (const warning of inUse.warnings) context.note(warning);
    return await work(inUse);
  } finally {
    await inUse.close();
  }
}
