import { findByName } from '../../core/restore/find-by-name.ts';
import { TreeReader } from '../../core/restore/tree-reader.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { entryResult } from '../entry-result.ts';
import { foundLine, type FoundVersion } from '../found-version.ts';
import { readSnapshots } from '../../core/app/read-snapshots.ts';
import { useRepository } from '../use-repository.ts';
import { countOf } from '../words-for-people.ts';

export async function find(context: CommandContext, pattern: string): Promise<Outcome> {
  return await useRepository(context, { readOnly: true }, async (inUse) => {
    const { repository, catalog } = inUse;
    const { snapshots } = await readSnapshots(inUse);
    const versions = new Map<string, FoundVersion>();
    const reader = new TreeReader(repository, catalog, { wholePacks: true });
    for (const snapshot of snapshots) {
      for await (const { path, entry } of findByName(reader, snapshot, pattern)) {
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
          : found.map(foundLine).join('\n'),
      exitCode: 0,
    };
  });
}
