import type { FoundSnapshot } from '../catalog/snapshots.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import { lastClean } from '../locks/last-clean.ts';
import { renewLocks, workOf, type RenewalReport } from '../upkeep/renew-locks.ts';
import type { Survey } from '../upkeep/survey.ts';
import type { Upkeep } from '../upkeep/upkeep-context.ts';
import type { DetectionReport } from './detection-types.ts';
import { longGap } from './earlier-runs.ts';
import type { Judged } from './judge-backup.ts';

const secondsIn = { day: 86_400, hour: 3_600 };

/** After the publication: what was found, with the locks of the last clean snapshot lengthened where something is new. */
export async function reportOf(
  { judgement, open, isNew, notes }: Judged,
  found: Survey,
  upkeep: Upkeep,
): Promise<DetectionReport> {
  const gap = longGap(found.snapshots, found.standing.asOf, upkeep.policy.dayMs);
  const gapWords = gap
    ? [
        `The backup before this one was ${inWords(gap.gapMs)} ago; usual are ${inWords(gap.usualMs)}. If you did not switch the schedule off, somebody did.`,
      ]
    : [];
  const clean = open && lastClean(found.snapshots, [open.since]);
  const { renewal, troubles } = clean && isNew ? await renew(clean, found, upkeep) : nothingRenewed;
  return {
    judgement,
    suspicion: open && { ...open, isNew, lastClean: clean?.id ?? null, renewal },
    notes: [...notes, ...gapWords, ...troubles],
  };
}

type Renewed = { readonly renewal: RenewalReport | undefined; readonly troubles: readonly string[] };
const nothingRenewed: Renewed = { renewal: undefined, troubles: [] };

/** The snapshot of this run is published: nothing that goes wrong here is a failure of it. */
async function renew(clean: FoundSnapshot, found: Survey, upkeep: Upkeep): Promise<Renewed> {
  const work = workOf({ ...found, kept: [clean] }, upkeep.catalog);
  try {
    return { renewal: await renewLocks(upkeep, { ...work, conveniences: [] }), troubles: [] };
  } catch (error) {
    if (!isHoldfastError(error)) throw error;
    const words = `The locks of the last clean snapshot could not be lengthened now: ${error.message} Run \`holdfast locks renew\`.`;
    return { renewal: undefined, troubles: [words] };
  }
}

function inWords(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  const [count, unit] =
    seconds >= 2 * secondsIn.day
      ? [Math.round(seconds / secondsIn.day), 'days']
      : [Math.max(1, Math.round(seconds / secondsIn.hour)), 'hours'];
  return `${count} ${unit}`;
}
