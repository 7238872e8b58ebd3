import { shortId } from '../../core/app/choose-snapshot.ts';
import { lookAtProtection } from '../../core/app/look-at-protection.ts';
import { changeDecisions, currentDecisions } from '../../core/app/own-decisions.ts';
import { policyOf } from '../../core/app/policy-of.ts';
import { previewRetention, type RetentionPreview } from '../../core/app/preview-retention.ts';
import { keepReasonsInWords, retentionInWords } from '../../core/app/retention-words.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import { readDecisionList, withRetention } from '../../core/locks/decisions.ts';
import {
  encodeRetention,
  retentionFields,
  retentionPresets,
  type RetentionPolicy,
} from '../../core/locks/retention.ts';
import type { Survey } from '../../core/upkeep/survey.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { table } from '../table.ts';
import { useRepository } from '../use-repository.ts';
import { countOf, sizeInWords, timeInWords, untilInWords } from '../words-for-people.ts';

export type RetentionFlags = Readonly<Partial<Record<keyof RetentionPolicy, string>>> & {
  readonly preview?: boolean;
};

/** Without a policy, and with --preview: shows only. */
export async function settingsRetention(
  context: CommandContext,
  preset: string | undefined,
  flags: RetentionFlags,
): Promise<Outcome> {
  const asked = policyFrom(preset, flags);
  return await useRepository(context, { readOnly: true }, async (inUse) => {
    const { survey, state } = await lookAtProtection(context.home, inUse);
    const { now } = state;
    const policy = asked ?? readDecisionList(await currentDecisions(context.home, survey)).retention;
    const { dayMs } = policyOf(inUse.settings);
    const preview = previewRetention(survey, policy, { now, dayMs });
    const set = asked !== undefined && !flags.preview;
    if (set)
      await changeDecisions(context.home, survey, (list) => withRetention(list, policy, Math.floor(now)));
    return outcomeOf({ survey, policy, preview, now, set });
  });
}

function policyFrom(preset: string | undefined, flags: RetentionFlags): RetentionPolicy | undefined {
  const given = retentionFields.filter((field) => flags[field] !== undefined);
  if (preset === undefined && given.length === 0) return undefined;
  if (preset !== undefined && !Object.hasOwn(retentionPresets, preset))
    throw new HoldfastError('usage', {
      reason: `"${preset}" is no preset; there are ${Object.keys(retentionPresets).join(', ')}`,
    });
  const base = preset === undefined ? noWindows : retentionPresets[preset as keyof typeof retentionPresets];
  return given.reduce<RetentionPolicy>(
    (policy, field) => ({ ...policy, [field]: daysBack(flags[field]!) }),
    base,
  );
}

const noWindows: RetentionPolicy = { all: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 };

/** "30", "30d", "forever". */
function daysBack(text: string): number {
  if (/^\s*(forever|all)\s*$/i.test(text)) return Number.POSITIVE_INFINITY;
  const match = /^\s*(\d+)\s*(?:d|days?)?\s*$/i.exec(text);
  if (!match)
    throw new HoldfastError('usage', {
      reason: `"${text}" is no number of days; write it like 30 or "forever"`,
    });
  return Number(match[1]);
}

function outcomeOf(shown: {
  readonly survey: Survey;
  readonly policy: RetentionPolicy;
  readonly preview: RetentionPreview;
  readonly now: number;
  readonly set: boolean;
}): Outcome {
  const { survey, policy, preview, now, set } = shown;
  const { reasons, letGo, freedBytes, keptBytes, from } = preview;
  return {
    result: {
      retention: encodeRetention(policy),
      set,
      from: from === undefined ? null : new Date(from).toISOString(),
      keep: survey.snapshots
        .filter(({ id }) => reasons.has(id))
        .map(({ id, uploadedAt }) => ({
          id,
          time: new Date(uploadedAt).toISOString(),
          why: reasons.get(id),
        })),
      letGo: letGo.map(({ id, uploadedAt }) => ({ id, time: new Date(uploadedAt).toISOString() })),
      keptBytes,
      freedBytes,
    },
    text: [
      `${set ? 'Set' : 'Not set, only shown'}: keep ${retentionInWords(policy)}.`,
      fromWords(from, now),
      survey.snapshots.length === 0
        ? 'There are no snapshots yet.'
        : table(
            [{ title: 'Snapshot' }, { title: 'Taken' }, { title: 'Kept' }],
            survey.snapshots.map(({ id, uploadedAt }) => [
              shortId(id),
              timeInWords(uploadedAt),
              keepReasonsInWords(reasons.get(id)),
            ]),
          ),
      `Kept: ${countOf(reasons.size, 'snapshot')}, ${sizeInWords(keptBytes)}. Let go: ${countOf(letGo.length, 'snapshot')}; ${sizeInWords(freedBytes)} would become free as the locks on them end.`,
    ].join('\n'),
    exitCode: 0,
  };
}

function fromWords(from: number | undefined, now: number): string {
  if (from === undefined)
    return 'It keeps less than now, so it counts from 7 days after the next backup has published it.';
  return from <= now
    ? 'It counts at once.'
    : `It keeps less than before, so it counts from ${untilInWords(from, now)}: 7 days after it was published.`;
}
