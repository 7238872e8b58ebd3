import { z } from 'zod';
import { lifecycleRule } from '../b2/b2-answers.ts';
import type { ObjectStore } from '../object-store.ts';
import { daysFromHiding, overlaps, ruledPrefixes, type SpaceRules } from './space-rules.ts';

/** What one lifecycle rule does, whoever's words it is in. */
export type RuleEffect = {
  /** '': the whole bucket. */
  readonly prefix: string;
  /** Days from upload until current versions are hidden; null: never. */
  readonly hidesAfterDays: number | null;
  /** Days from hiding until versions are deleted; null: never. */
  readonly deletesAfterDays: number | null;
  /** Moves objects to a storage class from which they cannot be read at once. */
  readonly moves: boolean;
};

const days = z.number().nullish();

const s3Rule = z.looseObject({
  Status: z.string().optional(),
  Prefix: z.string().optional(),
  Filter: z
    .looseObject({
      Prefix: z.string().optional(),
      And: z.looseObject({ Prefix: z.string().optional() }).optional(),
    })
    .optional(),
  Expiration: z.looseObject({ Days: days, Date: z.unknown().optional() }).optional(),
  NoncurrentVersionExpiration: z.looseObject({ NoncurrentDays: days }).optional(),
  Transitions: z.array(z.unknown()).optional(),
  NoncurrentVersionTransitions: z.array(z.unknown()).optional(),
});

/** undefined: it is in words that this version does not know. A rule that is switched off does nothing. */
export function readRule(kind: ObjectStore['kind'], rule: unknown): RuleEffect | undefined {
  return kind === 'b2' ? readB2Rule(rule) : readS3Rule(rule);
}

function readB2Rule(rule: unknown): RuleEffect | undefined {
  const read = lifecycleRule.safeParse(rule);
  if (!read.success) return undefined;
  const { fileNamePrefix, daysFromHidingToDeleting, daysFromUploadingToHiding } = read.data;
  return {
    prefix: fileNamePrefix,
    hidesAfterDays: daysFromUploadingToHiding ?? null,
    deletesAfterDays: daysFromHidingToDeleting ?? null,
    moves: false,
  };
}

function readS3Rule(rule: unknown): RuleEffect | undefined {
  const read = s3Rule.safeParse(rule);
  if (!read.success) return undefined;
  const { Status, Prefix, Filter, Expiration, NoncurrentVersionExpiration: noncurrent } = read.data;
  const isOn = Status === undefined || Status === 'Enabled';
  const expires = Expiration?.Days ?? (Expiration?.Date === undefined ? null : 0);
  return {
    prefix: Filter?.Prefix ?? Filter?.And?.Prefix ?? Prefix ?? '',
    hidesAfterDays: isOn ? expires : null,
    deletesAfterDays: isOn && noncurrent ? (noncurrent.NoncurrentDays ?? 0) : null,
    moves:
      isOn &&
      (read.data.Transitions ?? []).length + (read.data.NoncurrentVersionTransitions ?? []).length > 0,
  };
}

export type JudgedRules = {
  /** Rules that reach what is stored here and are not Holdfast's own for this way of giving space back. */
  readonly foreign: readonly RuleEffect[];
  readonly notUnderstood: number;
  /** Of our own rules all are there; where none are wanted: none is missing. */
  readonly complete: boolean;
};

/** @param prefix of the repository */
export function judgeRules(
  kind: ObjectStore['kind'],
  rules: readonly unknown[],
  prefix: string,
  space: SpaceRules,
): JudgedRules {
  const read = rules.map((rule) => readRule(kind, rule));
  const effects = read.filter((effect) => effect !== undefined);
  const ours = space === 'automatic' ? ruledPrefixes(prefix) : [];
  const isOurs = (effect: RuleEffect): boolean =>
    ours.includes(effect.prefix) &&
    effect.hidesAfterDays === null &&
    effect.deletesAfterDays === daysFromHiding &&
    !effect.moves;
  const acts = ({ hidesAfterDays, deletesAfterDays, moves }: RuleEffect): boolean =>
    hidesAfterDays !== null || deletesAfterDays !== null || moves;
  return {
    foreign: effects.filter((effect) => acts(effect) && overlaps(effect.prefix, prefix) && !isOurs(effect)),
    notUnderstood: read.length - effects.length,
    complete: ours.every((own) => effects.some((effect) => effect.prefix === own && isOurs(effect))),
  };
}
