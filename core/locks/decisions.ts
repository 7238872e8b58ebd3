import type { Instant } from '../model/object.ts';
import type { Decision } from '../model/snapshot.ts';
import {
  encodeRetention,
  furthestReach,
  parseRetention,
  retentionPresets,
  type RetentionPolicy,
} from './retention.ts';
import { readAttackOver, rememberedAttacks } from './attack-over.ts';
import { readTolerated, remembered } from './suspicion.ts';

/** How long a decision that keeps less waits after it was first published, days of the policy. */
export const waitDays = 7;

/** What holds now: of several policies each keeps what it keeps. */
export type Standing = {
  readonly policies: readonly RetentionPolicy[];
  /** Snapshot ids. */
  readonly pins: ReadonlySet<string>;
  /** Since when something is suspected, one for each open suspicion. */
  readonly suspicions: readonly Instant[];
  /** What the lists say of suspicions, of what was tolerated and of attacks that are over, for whoever takes it over; absent: nobody asked. */
  readonly remembered?: readonly Decision[];
  /** Provider time that this holds for. What claims to be from a later day is kept, but nothing is measured from it. */
  readonly asOf: Instant;
};

/** The owner's whole state at one time, as a snapshot carries it; an entry that is not there any more was lifted. */
type Read = {
  /** The last one counts. */
  readonly retention: RetentionPolicy;
  readonly pins: readonly string[];
  readonly suspicions: readonly Instant[];
};

/**
 * A list without a policy keeps everything, and so does one that says anything this version does not understand: it may
 * ask to keep what nobody here would think of.
 */
export function readDecisionList(list: readonly Decision[]): Read {
  let retention: RetentionPolicy | undefined;
  let understood = true;
  const pins: string[] = [];
  const suspicions: Instant[] = [];
  for (const { kind, value } of list) {
    const field = (name: string): unknown => (value as Readonly<Record<string, unknown>> | null)?.[name];
    const pin = kind === 'pin' ? field('snapshot') : undefined;
    const since = kind === 'suspicion' ? field('since') : undefined;
    const policy = kind === 'retention' ? parseRetention(value) : undefined;
    if (typeof pin === 'string') pins.push(pin);
    else if (typeof since === 'number' && Number.isFinite(since)) suspicions.push(since);
    else if (policy) retention = policy;
    else if (kind === 'tolerated' && readTolerated(value)) continue;
    else if (kind === 'attack-over' && readAttackOver(value)) continue;
    else understood = false;
  }
  return {
    retention: understood && retention ? retention : retentionPresets.everything,
    pins,
    suspicions,
  };
}

/**
 * Whatever held at any time in the last 7 days still holds: the last list that was published before them, all later
 * ones, and what is decided here and not published yet. So what keeps more counts at once and what keeps less a week
 * after it was published, whoever wrote it. When a decision says it was made counts for nothing.
 * @param published of all authentic snapshots; `uploadedAt` is the provider's time
 * @param local undefined: whoever asks has none (a guard)
 * @param now provider time
 */
export function standingDecisions(
  published: readonly { readonly uploadedAt: Instant; readonly decisions: readonly Decision[] }[],
  local: readonly Decision[] | undefined,
  now: Instant,
  dayMs: number,
): Standing {
  const waited = now - waitDays * dayMs;
  const from = published.reduce(
    (latest, { uploadedAt }) => (uploadedAt <= waited ? Math.max(latest, uploadedAt) : latest),
    Number.NEGATIVE_INFINITY,
  );
  const said = published.filter(({ uploadedAt }) => uploadedAt >= from).map(({ decisions }) => decisions);
  if (local || said.length === 0) said.push(local ?? []);
  const lists = said.map(readDecisionList);
  return {
    // The same policy is published again and again.
    policies: [
      ...new Map(
        lists.map(({ retention }) => [JSON.stringify(encodeRetention(retention)), retention]),
      ).values(),
    ],
    pins: new Set(lists.flatMap(({ pins }) => pins)),
    suspicions: [...new Set(lists.flatMap(({ suspicions }) => suspicions))],
    remembered: [
      ...remembered(said, Math.max(0, Math.floor(now))),
      ...rememberedAttacks(said, Math.max(0, Math.floor(now))),
    ],
    asOf: now,
  };
}

/**
 * All that stands as one list, for whoever has none of his own to publish. Not the list that was published last: with the
 * passphrase anybody can do that, and whoever took it over would keep saying it until it counts.
 */
export function inheritedDecisions({
  policies,
  pins,
  remembered: told = [],
  asOf,
}: Standing): readonly Decision[] {
  const at = Math.max(0, Math.floor(asOf));
  return [
    ...withRetention([], furthestReach(policies), at),
    ...[...pins].map((snapshot) => ({ at, kind: 'pin', value: { snapshot } })),
    ...told,
  ];
}

/** The list with this policy instead of what it said of retention before. @param at for people only */
export const withRetention = (
  list: readonly Decision[],
  policy: RetentionPolicy,
  at: Instant,
): readonly Decision[] => [
  ...list.filter(({ kind }) => kind !== 'retention'),
  { at, kind: 'retention', value: encodeRetention(policy) },
];

export const withPin = (list: readonly Decision[], snapshot: string, at: Instant): readonly Decision[] => [
  ...withoutPin(list, snapshot),
  { at, kind: 'pin', value: { snapshot } },
];

export const withoutPin = (list: readonly Decision[], snapshot: string): readonly Decision[] =>
  list.filter((decision) => !readDecisionList([decision]).pins.includes(snapshot));
