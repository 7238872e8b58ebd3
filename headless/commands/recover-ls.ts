import { browse } from '../../core/recovery/browse.ts';
import { writesMade } from '../../core/recovery/writes-made.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { listedLine, listedResult } from '../listed-entry.ts';
import { placesLine } from '../places-line.ts';
import { useRecovery, type RecoverFlags } from '../recovery-from-flags.ts';
import { requestsMade } from '../requests-made.ts';
import { snapshotToRecover } from '../snapshot-to-recover.ts';

export async function recoverLs(
  context: CommandContext,
  wanted: string,
  path: string | undefined,
  flags: RecoverFlags,
): Promise<Outcome> {
  return await useRecovery(context, flags, async (recovery) => {
    const snapshot = await snapshotToRecover(recovery, wanted);
    const line = placesLine(context);
    try {
      const { signal } = context;
      const found = await browse({
        repository: recovery.repository,
        snapshot,
        path,
        signal,
        onProgress: line.update,
      });
      return {
        result: {
          snapshot: snapshot.id,
          entries: found.map(listedResult),
          writes: writesMade(recovery.meter),
          requests: requestsMade(recovery.meter),
        },
        text: found.map(listedLine).join('\n'),
        exitCode: 0,
      };
    } finally {
      line.clear();
    }
  });
}
