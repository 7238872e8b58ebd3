import { explainError } from '../explain-error.ts';
import { countOf, sizeInWords, timeInWords, untilInWords } from '../words-for-people.ts';
import type { GuardRoundDone } from './run-guard-round.ts';

/** One calm line about a round. @param now this computer's time */
export function roundInWords({ report, error, open }: GuardRoundDone, now: number): string {
  const time = timeInWords(now);
  const alarms =
    open.length === 0
      ? ''
      : ` ${countOf(open.length, 'alarm')} open: ${open.map(({ kind }) => kind).join(', ')}.`;
  if (!report) return `${time}  This round failed: ${explainError(error).words}${alarms}`;
  const { kept, snapshots, protectedUntil, renewed, keptBytes, left, at } = report;
  if (snapshots === 0) return `${time}  There are no snapshots yet.${alarms}`;
  const protection =
    protectedUntil === undefined
      ? 'none is kept'
      : protectedUntil > at
        ? `locked until ${untilInWords(protectedUntil, at)}`
        : 'not wholly under a lock';
  const parts = [
    `${countOf(kept, 'snapshot')} of ${snapshots} kept (${sizeInWords(keptBytes)}), ${protection}`,
    renewed === 0 ? 'no lock had to be lengthened' : `${countOf(renewed, 'lock')} lengthened`,
    left > 0 ? `${left} left for the next round` : undefined,
  ].filter((part) => part !== undefined);
  return `${time}  ${parts.join('; ')}.${alarms}`;
}

/** Alarms that mean that something kept may not be protected; the others are warnings. */
const grave = new Set(['renewal-refused', 'missing', 'clocks-differ', 'nobody-answers', 'round-failed']);

export function exitCodeOf({ report, open, warnings }: GuardRoundDone): 0 | 1 | 3 {
  if (!report || (report.protectedUntil !== undefined && report.protectedUntil <= report.at)) return 1;
  if (open.some(({ kind }) => grave.has(kind))) return 1;
  return open.length > 0 || warnings.length > 0 ? 3 : 0;
}
