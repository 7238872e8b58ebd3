import { access, constants, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { shortId } from '../../core/app/choose-snapshot.ts';
import { auditSentence, countsInWords, datesInWords } from '../../core/app/audit-words.ts';
import { keepReasonsInWords } from '../../core/app/retention-words.ts';
import { renderAuditPage } from '../../core/app/audit-page.ts';
import { stateGlyph, type Proven } from '../../core/app/protection-words.ts';
import { runAudit } from '../../core/app/run-audit.ts';
import type { AuditProgress } from '../../core/upkeep/audit.ts';
import type { AuditReport } from '../../core/upkeep/audit-report.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { ProgressLine } from '../progress-line.ts';
import { table } from '../table.ts';
import { useRepository } from '../use-repository.ts';
import { countInWords, countOf, timeInWords, untilInWords } from '../words-for-people.ts';

export type AuditFlags = { readonly all?: boolean; readonly report?: string };

export async function locksAudit(context: CommandContext, flags: AuditFlags): Promise<Outcome> {
  const { home, world, signal } = context;
  // Better to hear it now than after a long listing.
  if (flags.report !== undefined) await access(dirname(resolve(flags.report)), constants.W_OK);
  return await useRepository(context, { readOnly: true }, async (inUse) => {
    const line = new ProgressLine(context.terminal, world.now);
    try {
      const { report, protection, warnings } = await runAudit(home, inUse, world, {
        all: flags.all ?? false,
        signal,
        onProgress: (progress) => line.update(() => progressWords(progress)),
      });
      line.clear();
      for (const warning of warnings) context.note(warning);
      const { proven } = protection.state;
      if (flags.report !== undefined)
        await writeFile(flags.report, renderAuditPage(report, proven, inUse.settings), { mode: 0o600 });
      return outcomeOf(report, proven, flags.report);
    } finally {
      line.clear();
    }
  });
}

function progressWords({ step, done }: AuditProgress): string {
  return step === 'listing'
    ? `Listing what is in the bucket: ${countInWords(done)} versions`
    : `Asking for dates: ${countInWords(done)}`;
}

const isoOrNull = (instant: number): string | null =>
  instant > 0 && Number.isFinite(instant) ? new Date(instant).toISOString() : null;

/**
 * Exit codes: 1 where somebody did what Holdfast never does or nothing is protected (locks have ended, or the storage does not
 * keep them), 3 where something is to be done.
 */
export function outcomeOf(report: AuditReport, proven: Proven, page: string | undefined): Outcome {
  return {
    result: {
      ...report,
      startedAt: isoOrNull(report.startedAt),
      finishedAt: isoOrNull(report.finishedAt),
      least: isoOrNull(report.least),
      proof: proven,
      words: auditSentence(report, proven),
      snapshots: report.snapshots.map(({ uploadedAt, ownDate, protectedUntil, ...snapshot }) => ({
        ...snapshot,
        time: isoOrNull(uploadedAt),
        ownTime: isoOrNull(ownDate),
        protectedUntil: isoOrNull(protectedUntil),
      })),
      calendar: report.calendar.map(({ day, ...rest }) => ({ day: isoOrNull(day), ...rest })),
      lifecycle: report.bucketState?.lifecycle ?? 'not visible with this key',
      report: page ?? null,
    },
    text: text(report, proven, page),
    exitCode: exitCodeOf(report, proven),
  };
}

function exitCodeOf({ verdict, state, least }: AuditReport, proven: Proven): 0 | 1 | 3 {
  // Infinite: nothing is kept.
  const isUnprotected = proven === 'disproved' || (state === 'lapsed' && Number.isFinite(least));
  if (verdict === 'alarms' || isUnprotected) return 1;
  return verdict === 'warnings' ? 3 : 0;
}

function text(report: AuditReport, proven: Proven, page: string | undefined): string {
  const { findings, snapshots, finishedAt: now } = report;
  const shown = countsInWords(report).filter(([, count]) => !/^0( |$)/.test(count));
  return [
    `${stateGlyph(report.state, proven)} ${auditSentence(report, proven)}`,
    ...findings.flatMap(({ severity, words, todo, objects, count }) => [
      `${severity === 'alarm' ? '⚠' : '▲'} ${words}`,
      `    ${todo}`,
      ...objects.slice(0, 5).map((name) => `    ${name}`),
      ...(count > Math.min(objects.length, 5) && objects.length > 0
        ? [`    and ${countInWords(count - Math.min(objects.length, 5))} more`]
        : []),
    ]),
    ...(snapshots.length > 0
      ? [
          '',
          table(
            [{ title: 'Snapshot' }, { title: 'Taken' }, { title: 'Locked until' }, { title: 'Kept as' }],
            snapshots.map(({ id, uploadedAt, protectedUntil, reasons, dateDisagrees }) => [
              shortId(id),
              timeInWords(uploadedAt) + (dateDisagrees ? ' (says another date itself)' : ''),
              protectedUntil > 0 ? untilInWords(protectedUntil, now) : 'something is missing or not locked',
              keepReasonsInWords(reasons.length > 0 ? reasons : undefined),
            ]),
          ),
          '',
        ]
      : []),
    ...shown.map(([what, count]) => `  ${what}: ${count}`),
    datesInWords(report),
    ...(report.bucketState?.lifecycle ? [] : ['The bucket’s lifecycle rules are not visible with this key.']),
    ...(report.key
      ? []
      : ['What the stored key may do this provider does not tell: `holdfast keys check` tries it.']),
    `By the provider's clock ${timeInWords(now)}; ${countOf(report.calls, 'call')}.`,
    ...(page === undefined ? [] : [`The report is in ${page}.`]),
  ].join('\n');
}
