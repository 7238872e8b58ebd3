import type { Instant } from '../model/object.ts';
import type { AuditFindings } from './audit-finding.ts';
import type { JudgedVersions, SeenVersion } from './judge-versions.ts';
import type { KnownVersion } from './known-versions.ts';
import { versionKey } from './needs.ts';
import type { ReadDates } from './read-dates.ts';
import type { Upkeep } from './upkeep-context.ts';

/** The true date of each version that is there, whole and locked, by `versionKey`; notes what is missing, shorter or ending. */
export function judgeDates(
  judged: JudgedVersions,
  read: ReadDates,
  now: Instant,
  { catalog, policy }: Pick<Upkeep, 'catalog' | 'policy'>,
  findings: AuditFindings,
): ReadonlyMap<string, Instant> {
  const dates = new Map<string, Instant>();
  const lost = (known: KnownVersion): void => {
    if (known.needed) findings.add('missing', { object: known.name });
    if (known.confirmedUntil > now) findings.add('lock-broken', { object: known.name });
  };
  for (const known of judged.unseen) lost(known);
  for (const { known } of read.gone) lost(known);
  const judgeOne = ({ known, size }: SeenVersion, until: Instant): void => {
    if (size !== known.size) {
      findings.add('changed', { object: known.name });
      return;
    }
    dates.set(versionKey(known), until);
    catalog.objects.confirm(known, until);
    if (until < known.confirmedUntil) findings.add('shortened', { object: known.name });
    if (!known.needed) return;
    if (until <= now) findings.add('lapsed', { object: known.name });
    else if (until < now + (3 / 4) * policy.protectMs) findings.add('ending-soon', { object: known.name });
  };
  catalog.transaction(() => {
    for (const [seen, { until }] of read.dates) judgeOne(seen, until);
  });
  return dates;
}
