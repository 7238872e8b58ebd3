import { dayMs } from '../../locks/period.ts';
import type { Instant } from '../../model/object.ts';
import { saidBecause } from '../../model/reasons.ts';
import type { Home } from '../home.ts';
import { noteDrill, noteEvent, type UpkeepState } from '../upkeep-state.ts';
import type { DrillReport } from './run-drill.ts';

const monthMs = 31 * dayMs;

/** What a home remembers of a drill; a failed one is also an event that a person must hear. @param at provider time */
export async function noteOutcome(home: Home, report: DrillReport, at: Instant): Promise<void> {
  const { files, bytes, compared, problems } = report;
  const moment = Math.floor(at);
  const ok = problems.length === 0;
  await noteDrill(home, { at: moment, ok, files, bytes, compared, problems: problems.length });
  const [first] = problems;
  if (!first) return;
  const more = problems.length > 1 ? ` and ${problems.length - 1} more` : '';
  await noteEvent(home, {
    at: moment,
    kind: 'drill-failed',
    coded: {
      code: 'event-drill-failed',
      count: problems.length,
      name: first.path,
      why: [saidBecause(first.reason) ?? { code: 'plain', words: first.reason }],
    },
    words: `A drill could not bring back ${first.path}${more}: ${first.reason}. Run \`holdfast check --read-data\` to see all that is concerned.`,
  });
}

/** Monthly: what has never failed silently before may do so after any change of computer, program or provider. */
export const isDrillDue = (last: UpkeepState['lastDrill'], now: Instant): boolean =>
  last === null || now - last.at > monthMs;
