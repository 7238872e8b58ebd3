import { policyOf } from '../../core/app/policy-of.ts';
import { provenNow } from '../../core/app/protection-state.ts';
import { notProtected } from '../../core/app/protection-words.ts';
import { renewalWarnings } from '../../core/app/renewal-words.ts';
import { renewHome, type RenewedHome } from '../../core/app/renew-home.ts';
import { readUpkeep } from '../../core/app/upkeep-state.ts';
import { isWhole } from '../../core/upkeep/renew-locks.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { useRepository } from '../use-repository.ts';
import { countOf, sizeInWords, untilInWords } from '../words-for-people.ts';

/** @param flags.maxCalls about so many calls at most; what is left waits for the next run */
export async function locksRenew(
  context: CommandContext,
  flags: { readonly maxCalls?: string } = {},
): Promise<Outcome> {
  const { home, world, signal } = context;
  const maxCalls = flags.maxCalls === undefined ? undefined : parseCount(flags.maxCalls);
  return await useRepository(context, { readOnly: false }, async (inUse) => {
    const renewed = await renewHome({ home, inUse, world, signal, maxCalls });
    const { proofs } = await readUpkeep(home);
    if (provenNow(proofs, renewed.now, policyOf(inUse.settings)) !== 'disproved') return outcomeOf(renewed);
    return { ...outcomeOf({ ...renewed, warnings: [...renewed.warnings, notProtected] }), exitCode: 1 };
  });
}

function parseCount(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new HoldfastError('usage', { reason: `"${text}" is no number of calls; write it like 5000` });
}

export function outcomeOf({ survey, report, warnings, now }: RenewedHome): Outcome {
  const { kept, snapshots } = survey;
  const { least, renewed, renewedBytes, examined, startedAt, finishedAt } = report;
  const trouble = [...renewalWarnings(report), ...warnings];
  return {
    result: {
      snapshots: snapshots.length,
      kept: kept.length,
      protectedUntil: least > 0 && Number.isFinite(least) ? new Date(least).toISOString() : null,
      whole: isWhole(report),
      examined,
      renewed,
      renewedBytes,
      missing: report.missing,
      refused: report.refused.map((one) => ({ ...one, until: new Date(one.until).toISOString() })),
      left: report.left,
      calls: report.calls,
      startedAt: new Date(startedAt).toISOString(),
      finishedAt: new Date(finishedAt).toISOString(),
      warnings,
    },
    text: [
      kept.length === 0
        ? 'There are no snapshots, so there is nothing to renew.'
        : protectionOf(kept.length, least, now),
      ...(kept.length === 0
        ? []
        : [
            renewed === 0
              ? `No lock had to be lengthened; ${countOf(examined, 'object')} looked at.`
              : `${countOf(renewed, 'lock')} lengthened (${sizeInWords(renewedBytes)}); ${countOf(examined, 'object')} looked at.`,
          ]),
      ...trouble,
    ].join('\n'),
    exitCode: trouble.length > 0 ? 3 : 0,
  };
}

function protectionOf(kept: number, least: number, now: number): string {
  const all = kept === 1 ? 'The snapshot' : `All ${countOf(kept, 'snapshot')}`;
  if (least <= now)
    return kept === 1
      ? 'The snapshot is not wholly under a lock.'
      : `Not all of the ${countOf(kept, 'snapshot')} are wholly under a lock.`;
  return `${all}: locked until ${untilInWords(least, now)}.`;
}
