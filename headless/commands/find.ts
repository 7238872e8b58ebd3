import { shortId } from '../../core/app/choose-snapshot.ts';
import type { Entry } from '../../core/model/entry.ts';
import { findByName } from '../../core/restore/find-by-name.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { entryResult, modifiedAt } from '../entry-result.ts';
import { readSnapshots } from '../../core/app/read-snapshots.ts';
import { useRepository } from '../use-repository.ts';
import { countOf, sizeInWords, timeInWords } from '../words-for-people.ts';

/** One version of one file, and the snapshots that hold it unchanged. */
type Version = { readonly path: string; readonly entry: Entry; readonly snapshots: string[] };

export async function find(context: CommandContext, pattern: string): Promise<Outcome> {
  return await useRepository(context, { readOnly: true }, async (inUse) => {
    const { repository, catalog } = inUse;
    const { snapshots } = await readSnapshots(inUse);
    const versions = new Map<string, Version>();
    for (const snapshot of snapshots) {
      for await (const { path, entry } of findByName(repository, catalog, snapshot, pattern)) {
        const key = JSON.stringify([
          path,
          entry.type,
          entry.size,
          entry.mtimeNs,
          entry.content ?? entry.target,
        ]);
        const known = versions.get(key);
        if (known) known.snapshots.push(snapshot.id);
        else versions.set(key, { path, entry, snapshots: [snapshot.id] });
      }
    }
    const found = [...versions.values()].toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
    return {
      result: {
        matches: found.map((one) => ({
          path: one.path,
          ...entryResult(one.entry),
          snapshots: one.snapshots,
        })),
      },
      text:
        found.length === 0
          ? `Nothing named "${pattern}" in ${countOf(snapshots.length, 'snapshot')}.`
          : found.map(line).join('\n'),
      exitCode: 0,
    };
  });
}

function line({ path, entry, snapshots }: Version): string {
  const size = entry.type === 'file' ? sizeInWords(entry.size) : entry.type;
  const newest = snapshots.at(-1) ?? '';
  const more = snapshots.length > 1 ? ` and ${countOf(snapshots.length - 1, 'older one', 'older ones')}` : '';
  return `${timeInWords(modifiedAt(entry).getTime())}  ${size.padStart(9)}  ${path}  (snapshot ${shortId(newest)}${more})`;
}
