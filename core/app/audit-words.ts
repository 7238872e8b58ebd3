import type { AuditReport } from '../upkeep/audit-report.ts';
import type { Proven } from './protection-words.ts';
import { protectionWords } from './protection-words.ts';
import { countInWords, countOf, sizeInWords } from './words-for-people.ts';

/** The sentence on top: what was found, then how long everything is safe. */
export function auditSentence(report: AuditReport, proven: Proven): string {
  const { findings, verdict, snapshots, least, finishedAt, state, hiddenNeeded } = report;
  const protection = protectionWords({
    snapshots: snapshots.filter(({ reasons }) => reasons.length > 0).length,
    least,
    now: finishedAt,
    state,
    hiddenNeeded,
    proven,
  });
  if (verdict === 'clean')
    return `${proven === 'disproved' ? 'The proof failed' : 'Nothing is wrong'}. ${protection}`;
  const alarms = findings.filter(({ severity }) => severity === 'alarm').length;
  const said = verdict === 'alarms' ? countOf(alarms, 'alarm') : countOf(findings.length, 'warning');
  return `${said}. ${protection}`;
}

/** How the dates of the report are known. */
export function datesInWords({ dates, kind }: AuditReport): string {
  const { listing, question, confirmed, sampled } = dates;
  const parts = [
    ...(listing > 0 ? [`${countInWords(listing)} read now from the provider's listing`] : []),
    ...(question > 0 ? [`${countInWords(question)} asked for one by one just now`] : []),
    ...(confirmed > 0
      ? [`${countInWords(confirmed)} confirmed by the provider earlier (a lock never gets shorter)`]
      : []),
  ];
  if (parts.length === 0) return 'There were no dates to read.';
  const sample =
    sampled > 0 && confirmed > 0
      ? ` Of those asked for, ${countInWords(sampled)} were a random sample of earlier ones; \`--all\` asks for every one.`
      : '';
  const why = kind === 's3' && listing === 0 ? ' Listings of this provider do not tell dates.' : '';
  return `Dates: ${parts.join(', ')}.${why}${sample}`;
}

/** What is worth knowing and no reason to worry, as pairs of what and how much. */
export function countsInWords({ counts }: AuditReport): readonly (readonly [string, string])[] {
  const sized = (count: number, bytes: number): string =>
    count === 0 ? '0' : `${countInWords(count)} (${sizeInWords(bytes)})`;
  return [
    ['Objects that kept backups need', sized(counts.needed, counts.neededBytes)],
    ['Objects that no backup needs any more', sized(counts.orphans, counts.orphanBytes)],
    ['Objects hidden by Holdfast after their locks ended', countInWords(counts.hiddenAfterExpiry)],
    ['Objects stored more than once', sized(counts.duplicates, counts.duplicateBytes)],
    [
      'Versions of another length under names of ours',
      sized(counts.foreignVersions, counts.foreignVersionBytes),
    ],
    ['Names that are not Holdfast’s', sized(counts.foreignNames, counts.foreignNameBytes)],
    [
      'Locked bytes not known to be ours',
      counts.otherLockedBytes === 0 ? '0' : sizeInWords(counts.otherLockedBytes),
    ],
    ['Partial backups of runs that were cut short', countInWords(counts.partialSnapshots)],
    ['Objects posing as backups', countInWords(counts.foreignSnapshots)],
    ['Backups whose own date disagrees with the provider’s', countInWords(counts.dateDisagrees)],
    ['Objects left by proofs', countInWords(counts.proofs)],
  ];
}
