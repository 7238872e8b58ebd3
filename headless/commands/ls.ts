import { chooseSnapshot } from '../../core/app/choose-snapshot.ts';
import { listDirectory, type ListedEntry } from '../../core/restore/list-directory.ts';
import { toText } from '../../core/source/byte-path.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { entryResult, modeInWords, modifiedAt } from '../entry-result.ts';
import { readSnapshots } from '../read-snapshots.ts';
import { useRepository } from '../use-repository.ts';
import { sizeInWords, timeInWords } from '../words-for-people.ts';

export async function ls(context: CommandContext, wanted: string, path?: string): Promise<Outcome> {
  return await useRepository(context, { readOnly: true }, async (inUse) => {
    const { repository, catalog } = inUse;
    const { snapshots } = await readSnapshots(inUse);
    const snapshot = chooseSnapshot(snapshots, wanted);
    const found: ListedEntry[] = [];
    for await (const one of listDirectory(repository, catalog, snapshot, path)) found.push(one);
    return {
      result: {
        snapshot: snapshot.id,
        entries: found.map(({ path: at, entry }) => ({
          path: at,
          ...(entry ? entryResult(entry) : { type: 'directory' }),
        })),
      },
      text: found.map(line).join('\n'),
      exitCode: 0,
    };
  });
}

function line({ path, entry }: ListedEntry): string {
  if (!entry) return `d---------  ${' '.repeat(9)}  ${' '.repeat(16)}  ${path}`;
  const size = entry.type === 'file' ? sizeInWords(entry.size) : '';
  const arrow = entry.target === undefined ? '' : ` -> ${toText(entry.target)}`;
  return `${modeInWords(entry)}  ${size.padStart(9)}  ${timeInWords(modifiedAt(entry).getTime())}  ${path}${arrow}`;
}
