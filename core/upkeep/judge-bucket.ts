import { lockPolicy, strictBucketDays } from '../locks/lock-policy.ts';
import { maxSlack } from '../locks/period.ts';
import { notableSkewMs } from '../locks/provider-time.ts';
import type { Said } from '../model/said.ts';
import type { BucketState, KeyCapabilities, ObjectStore } from '../storage/object-store.ts';
import { judgeRules, type RuleEffect } from '../storage/provisioning/rule-effects.ts';
import type { SpaceRules } from '../storage/provisioning/space-rules.ts';
import { rightSaid } from '../storage/right-said.ts';
import { tooPowerful } from '../storage/roles.ts';
import type { AuditFindings } from './audit-finding.ts';

export type BucketSeen = {
  readonly kind: ObjectStore['kind'];
  /** undefined: not visible with this key. */
  readonly state: BucketState | undefined;
  /** undefined: the provider does not tell. */
  readonly key: KeyCapabilities | undefined;
  /** Provider minus this computer, ms. */
  readonly skewMs: number;
};

export type BucketExpected = {
  readonly prefix: string;
  readonly space: SpaceRules;
  readonly strict: boolean;
  readonly protectDays: number;
  /** The bucket's default retention as the last audit saw it, in days; undefined: none has looked yet. */
  readonly defaultRetentionBefore?: number | null | undefined;
};

/** What of bucket, key and clock is not as it was set up. */
export function judgeBucket(seen: BucketSeen, expected: BucketExpected, findings: AuditFindings): void {
  if (seen.state) judgeState(seen.kind, seen.state, expected, findings);
  if (seen.key) judgeKey(seen.key, expected, findings);
  if (!(Math.abs(seen.skewMs) <= notableSkewMs)) {
    const count = Math.round(Math.abs(seen.skewMs) / 60_000);
    findings.add('clock-skew', {
      detail: `${count} minutes`,
      said: Number.isFinite(count) ? [{ code: 'minutes-apart', count }] : [],
    });
  }
}

function judgeState(
  kind: ObjectStore['kind'],
  { lockEnabled, versioning, defaultRetentionDays, lifecycle }: BucketState,
  expected: BucketExpected,
  findings: AuditFindings,
): void {
  if (!lockEnabled) findings.add('lock-off');
  if (!versioning) findings.add('versioning-off');
  judgeDefaultRetention(defaultRetentionDays, expected, findings);
  if (!lifecycle) return;
  const rules = judgeRules(kind, lifecycle, expected.prefix, expected.space);
  for (const rule of rules.foreign)
    findings.add('lifecycle', { detail: ruleInWords(rule), said: [ruleSaid(rule)] });
  if (rules.notUnderstood > 0) findings.add('rule-not-understood');
  if (!rules.complete) findings.add('space-rules-missing');
}

/**
 * A bucket may have had one of its own before set-up, and in strict mode keeps a longer one when the period is shortened: no
 * reason for an alarm, unless somebody changed it, it locks longer than Holdfast ever does, or too short for strict mode.
 */
function judgeDefaultRetention(
  is: number | null,
  { strict, protectDays, defaultRetentionBefore: before }: BucketExpected,
  findings: AuditFindings,
): void {
  const needed = strict ? strictBucketDays(protectDays) : null;
  if (is === needed) return;
  const policy = lockPolicy(protectDays);
  const longest = protectDays + maxSlack(policy) / policy.dayMs;
  const isTooShort = needed !== null && (is ?? 0) < needed;
  const hasChanged = before !== undefined && before !== is;
  findings.add(
    isTooShort || hasChanged || (is ?? 0) > longest ? 'default-retention' : 'default-retention-own',
    { detail: `${daysOrNone(is)} instead of ${daysOrNone(needed)}`, said: [retentionSaid(is, needed)] },
  );
}

function judgeKey(
  { capabilities, bucket }: KeyCapabilities,
  { strict }: BucketExpected,
  findings: AuditFindings,
): void {
  const extra = [
    ...tooPowerful(capabilities),
    ...capabilities.filter((capability) => strict && capability === 'writeFileRetentions'),
  ];
  if (extra.length > 0)
    findings.add('key-too-powerful', { detail: extra.join(', '), said: extra.map(rightSaid) });
  if (bucket === null) findings.add('key-wide');
}

const daysOf = (days: number): string => `${days} day${days === 1 ? '' : 's'}`;
const daysOrNone = (days: number | null): string => (days === null ? 'none' : daysOf(days));

export function ruleInWords({ prefix, hidesAfterDays, deletesAfterDays, moves }: RuleEffect): string {
  const acts = [
    ...(hidesAfterDays === null ? [] : [`hides after ${daysOf(hidesAfterDays)}`]),
    ...(deletesAfterDays === null ? [] : [`deletes what was hidden after ${daysOf(deletesAfterDays)}`]),
    ...(moves ? ['moves to slower storage'] : []),
  ];
  return `for ${prefix === '' ? 'the whole bucket' : `"${prefix}"`}: ${acts.join(', ')}`;
}

function ruleSaid({ prefix, hidesAfterDays, deletesAfterDays, moves }: RuleEffect): Said {
  const acts: readonly Said[] = [
    ...(hidesAfterDays === null ? [] : [{ code: 'rule-hides', count: hidesAfterDays } as const]),
    ...(deletesAfterDays === null ? [] : [{ code: 'rule-deletes', count: deletesAfterDays } as const]),
    ...(moves ? [{ code: 'rule-moves' } as const] : []),
  ];
  return prefix === '' ? { code: 'rule-for-all', acts } : { code: 'rule-for', name: prefix, acts };
}

/** Not both are none. */
function retentionSaid(is: number | null, needed: number | null): Said {
  if (is === null) return { code: 'retention-gone', count: needed ?? 0 };
  if (needed === null) return { code: 'retention-new', count: is };
  return { code: 'retention-other', count: needed, is };
}
