import { ProviderTime } from '../locks/provider-time.ts';
import type { World } from '../system/world.ts';
import { audit, type AuditRequest } from '../upkeep/audit.ts';
import type { AuditFinding } from '../upkeep/audit-finding.ts';
import type { AuditReport } from '../upkeep/audit-report.ts';
import { ping } from './dead-man-ping.ts';
import type { Home } from './home.ts';
import { lookAtProtection, noteNotices, type Protection } from './look-at-protection.ts';
import type { RepositoryInUse } from './open-repository-for-use.ts';
import { policyOf } from './policy-of.ts';
import { noteAudit, noteEvent, readUpkeep } from './upkeep-state.ts';

export type Audited = {
  readonly report: AuditReport;
  /** As it stood before, with its confirmed dates; the report has the true ones. */
  readonly protection: Protection;
  /** About the ping: for people. */
  readonly warnings: readonly string[];
};

type AuditSummary = Parameters<typeof noteAudit>[1];
type AuditOptions = Pick<AuditRequest, 'all' | 'onProgress'> & { readonly signal?: AbortSignal };

/** An audit of a home: done, remembered, what is new of it made an event, and the outside told that it was done. */
export async function runAudit(
  home: Home,
  inUse: RepositoryInUse,
  world: World,
  options: AuditOptions,
): Promise<Audited> {
  const { signal } = options;
  try {
    return await lookAndTell(home, inUse, world, options);
  } catch (error) {
    if (!signal?.aborted) await ping(inUse.settings.ping, false);
    throw error;
  }
}

async function lookAndTell(
  home: Home,
  inUse: RepositoryInUse,
  world: World,
  options: AuditOptions,
): Promise<Audited> {
  const { repository, catalog, settings } = inUse;
  const policy = policyOf(settings);
  const time = await ProviderTime.ask(repository.store, world);
  const protection = await lookAtProtection(home, inUse, options.signal);
  const { signal, ...rest } = options;
  const before = (await readUpkeep(home)).lastAudit;
  const report = await audit(
    { repository, catalog, policy, time, world, signal },
    {
      ...rest,
      survey: protection.survey,
      expected: { space: settings.space, strict: settings.strict },
      defaultRetentionBefore: before?.defaultRetention,
    },
  );
  // First: killed between the two, an alarm is told twice rather than never.
  const known = before?.found ?? [];
  for (const finding of report.findings.filter((one) => one.severity === 'alarm' && isNew(one, known)))
    await noteEvent(home, {
      at: report.finishedAt,
      kind: `alarm-${finding.code}`,
      words: `${finding.words} ${finding.todo}`,
      ...(finding.said && { coded: finding.said }),
    });
  await noteAudit(home, {
    ...summaryOf(report, known),
    // What this key cannot see today is not forgotten.
    defaultRetention: report.bucketState ? report.bucketState.defaultRetentionDays : before?.defaultRetention,
  });
  const { least, finishedAt: now } = report;
  await noteNotices(home, { ...protection.state, least, now, margin: least - now }, settings);
  const hasLapsed = report.state === 'lapsed' && Number.isFinite(least);
  const isWell = report.verdict !== 'alarms' && !hasLapsed && protection.state.proven !== 'disproved';
  const pinged = await ping(settings.ping, isWell, signal ? { signal } : {});
  return { report, protection, warnings: 'words' in pinged ? [pinged.words] : [] };
}

/** Said again only where there is more of it, or, about the bucket, something else. */
function isNew({ code, count, words }: AuditFinding, before: AuditSummary['found']): boolean {
  const known = before.find((one) => one.code === code);
  if (known === undefined) return true;
  // Two clocks drift, and the minutes between them are others each time.
  if (code === 'clock-skew') return false;
  return count > 0 ? count > known.count : words !== known.words;
}

function summaryOf(report: AuditReport, before: AuditSummary['found']): AuditSummary {
  const { findings, least } = report;
  const alarms = findings.filter(({ severity }) => severity === 'alarm').length;
  return {
    at: Math.floor(report.finishedAt),
    verdict: report.verdict,
    alarms,
    warnings: findings.length - alarms,
    found: findings.map((finding) => {
      const { code, count, words, said } = finding;
      return { code, count, words, ...(said && { said }), isNew: isNew(finding, before) };
    }),
    least: Number.isFinite(least) ? least : null,
    hiddenNeeded: report.hiddenNeeded,
  };
}
