import { listDirectory, type ListedEntry } from '../../core/restore/list-directory.ts';
import { chooseHere } from '../choose-here.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { listedLine, listedResult } from '../listed-entry.ts';
import { readSnapshots } from '../../core/app/read-snapshots.ts';
import { useRepository } from '../use-repository.ts';

export async function ls(context: CommandContext, wanted: string, path?: string): Promise<Outcome> {
  return await useRepository(context, { readOnly: true }, async (inUse) => {
    const { repository, catalog } = inUse;
    const snapshot = await chooseHere(context, inUse, await readSnapshots(inUse), wanted);
    const found: ListedEntry[] = [];
    for await (const one of listDirectory(repository, catalog, snapshot, path)) found.push(one);
    return {
      result: { snapshot: snapshot.id, entries: found.map(listedResult) },
      text: found.map(listedLine).join('\n'),
      exitCode: 0,
    };
  });
}
