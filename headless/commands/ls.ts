import { chooseSnapshot } from '../../core/app/choose-snapshot.ts';
import { listDirectory, type ListedEntry } from '../../core/restore/list-directory.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { listedLine, listedResult } from '../listed-entry.ts';
import { readSnapshots } from '../read-snapshots.ts';
import { useRepository } from '../use-repository.ts';

export async function ls(context: CommandContext, wanted: string, path?: string): Promise<Outcome> {
  return await useRepository(context, { readOnly: true }, async (inUse) => {
    const { repository, catalog } = inUse;
    const { snapshots } = await readSnapshots(inUse);
    const snapshot = chooseSnapshot(snapshots, wanted);
    const found: ListedEntry[] = [];
    for await (const one of listDirectory(repository, catalog, snapshot, path)) found.push(one);
    return {
      result: { snapshot: snapshot.id, entries: found.map(listedResult) },
      text: found.map(listedLine).join('\n'),
      exitCode: 0,
    };
  });
}
