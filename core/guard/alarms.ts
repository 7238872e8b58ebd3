import type { ErrorCode } from '../errors/words.ts';
import type { Instant } from '../model/object.ts';

export const alarmKinds = [
  'no-new-snapshot',
  'covered',
  'renewal-refused',
  'missing',
  'not-understood',
  'key-too-powerful',
  'clocks-differ',
  'budget-exceeded',
  'nobody-answers',
  'round-failed',
] as const;

export type AlarmKind = (typeof alarmKinds)[number];

/** Something a person should look at. */
export type Alarm = {
  readonly kind: AlarmKind;
  /** For programs and for the words: counts, names (the first few), dates, the code of an error. */
  readonly facts: Readonly<Record<string, string | number | readonly string[] | null>>;
};

/** What a round saw, as far as alarms depend on it. */
export type AlarmGround = {
  /** Provider time. */
  readonly now: Instant;
  readonly newest: Instant | undefined;
  /** Provider time of the guard's first round: without any snapshot the days count from there. */
  readonly watchingSince: Instant;
  readonly noSnapshotMs: number;
  readonly dayMs: number;
  readonly foreignSnapshots: number;
  readonly notUnderstood: number;
  readonly covered: readonly { readonly name: string; readonly by: 'marker' | 'foreign-version' }[];
  readonly refused: readonly { readonly name: string; readonly until: Instant; readonly code: ErrorCode }[];
  readonly missing: readonly string[];
  readonly beyondRole: readonly string[];
  /** undefined: they agree within a day. */
  readonly hoursApart: number | undefined;
  readonly budget: {
    /** Kept snapshots over the GB. */
    readonly snapshots: number;
    /** Due, needed and left, while something lasts less than ¾ P. */
    readonly renewals: number;
    /** Objects under snapshots/, or list parts, that were not read. */
    readonly unread: number;
    readonly listingCut: boolean;
  };
};

const shown = 5;

/** One alarm of a kind at most: what is wrong in a thousand places is one thing to be told. */
export function alarmsOf(ground: AlarmGround): readonly Alarm[] {
  const { now, newest, covered, refused, missing, beyondRole, hoursApart, budget } = ground;
  const alarms: Alarm[] = [];
  if (now - (newest ?? ground.watchingSince) > ground.noSnapshotMs)
    alarms.push({
      kind: 'no-new-snapshot',
      facts: {
        newest: newest ?? null,
        days: Math.floor((now - (newest ?? ground.watchingSince)) / ground.dayMs),
        foreign: ground.foreignSnapshots,
      },
    });
  if (covered.length > 0)
    alarms.push({
      kind: 'covered',
      facts: {
        markers: covered.filter(({ by }) => by === 'marker').length,
        foreign: covered.filter(({ by }) => by === 'foreign-version').length,
        names: covered.slice(0, shown).map(({ name }) => name),
      },
    });
  if (refused.length > 0)
    alarms.push({
      kind: 'renewal-refused',
      facts: {
        count: refused.length,
        until: refused.reduce((least, { until }) => Math.min(least, until), Number.POSITIVE_INFINITY),
        code: refused[0]!.code,
        names: refused.slice(0, shown).map(({ name }) => name),
      },
    });
  if (missing.length > 0)
    alarms.push({ kind: 'missing', facts: { count: missing.length, names: missing.slice(0, shown) } });
  if (ground.notUnderstood > 0)
    alarms.push({ kind: 'not-understood', facts: { count: ground.notUnderstood } });
  if (beyondRole.length > 0) alarms.push({ kind: 'key-too-powerful', facts: { capabilities: beyondRole } });
  if (hoursApart !== undefined) alarms.push({ kind: 'clocks-differ', facts: { hours: hoursApart } });
  if (budget.snapshots + budget.renewals + budget.unread > 0 || budget.listingCut)
    alarms.push({ kind: 'budget-exceeded', facts: { ...budget, listingCut: Number(budget.listingCut) } });
  return alarms;
}
