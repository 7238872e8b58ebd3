import { resolve } from 'node:path';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import { runRestore } from '../../core/restore/run-restore.ts';
import { chooseHere } from '../choose-here.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { conflictPolicy } from '../conflict-policy.ts';
import { ProgressLine } from '../progress-line.ts';
import { readSnapshots } from '../../core/app/read-snapshots.ts';
import { restoreOutcome, restoreProgressWords } from '../restore-words.ts';
import { useRepository } from '../use-repository.ts';
import { timeInWords } from '../words-for-people.ts';

export async function restore(
  context: CommandContext,
  wanted: string,
  paths: readonly string[],
  flags: { readonly to: string; readonly conflict: string },
): Promise<Outcome> {
  const conflicts = conflictPolicy(flags.conflict);
  if (flags.to === '') throw new HoldfastError('usage', { reason: '--to is empty' });
  const to = resolve(flags.to);
  return await useRepository(context, { readOnly: true }, async (inUse) => {
    const snapshot = await chooseHere(context, inUse, await readSnapshots(inUse), wanted);
    context.note(`Restoring the snapshot of ${timeInWords(snapshot.uploadedAt)} to ${to}`);
    const line = new ProgressLine(context.terminal, context.world.now);
    const started = context.world.now();
    try {
      const report = await runRestore({
        repository: inUse.repository,
        catalog: inUse.catalog,
        snapshot,
        paths,
        to,
        conflicts,
        world: context.world,
        signal: context.signal,
        onProgress: (progress) =>
          line.update(() => restoreProgressWords(progress, (context.world.now() - started) / 1000)),
      });
      return restoreOutcome(report, snapshot.id, to);
    } finally {
      line.clear();
    }
  });
}
