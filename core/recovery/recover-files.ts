import { rmSync } from 'node:fs';
import type { RunOutcome } from '../restore/restore-run.ts';
import type { RestoreReport } from '../restore/restore-report.ts';
import { carryOut } from '../restore/run-restore.ts';
import { toFsPath } from '../source/byte-path.ts';
import { planAgain, type PlannedRecovery, type RecoveryRestoreRequest } from './plan-recovery.ts';

export type Recovered = { readonly report: RestoreReport; readonly outcome: RunOutcome };

/**
 * Carries out a plan. Where the bucket turns out to hold damaged data, the same pieces are looked for in other packs once, and the
 * restore goes on there.
 * @throws disk-full, path-impossible, cancelled, and what the store throws when it cannot be reached
 */
export async function recoverFiles(
  request: RecoveryRestoreRequest,
  { places, prepared }: Pick<PlannedRecovery, 'places' | 'prepared'>,
): Promise<Recovered> {
  const carry = async (one: PlannedRecovery['prepared']): Promise<Recovered> =>
    await carryOut({ ...request, catalog: places }, one);
  const first = await carry(prepared);
  const suspects = packsOf(first.outcome);
  if (suspects.length === 0 || !(await places.doubt(suspects, request.signal))) return first;
  for (const place of first.outcome.setAside) rmSync(toFsPath(place), { force: true });
  const again = await planAgain(request, places);
  const second = await carry(again.prepared);
  return {
    outcome: second.outcome,
    report: {
      ...second.report,
      seconds: first.report.seconds + second.report.seconds,
      downloadedBytes: first.report.downloadedBytes + second.report.downloadedBytes,
      alreadyThere: first.report.alreadyThere,
    },
  };
}

/** All that hold pieces of files whose data was damaged or missing. */
function packsOf({ plan, packs, damaged }: RunOutcome): readonly string[] {
  const names = new Set<string>();
  for (const row of damaged) {
    const first = plan.items.firstPiece[row] ?? 0;
    const end = first + (plan.items.pieceCount[row] ?? 0);
    for (let piece = first; piece < end; piece++) names.add(packs[plan.pieces.pack[piece] ?? 0]?.name ?? '');
  }
  return [...names];
}
