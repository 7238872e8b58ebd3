import type { AlarmKind } from '../../guard/alarms.ts';
import type { Instant } from '../../model/object.ts';
import type { OpenAlarm } from './guard-state.ts';

export type SeenAlarm = { readonly kind: AlarmKind; readonly words: string };

export type Followed = {
  readonly open: readonly OpenAlarm[];
  /** Somebody was told of these, and they are over. */
  readonly over: readonly OpenAlarm[];
};

/**
 * Which alarms are open after a round: one that goes on stays the alarm that it was, so that it is told once. One that
 * is over and comes again is a new one.
 * @param complete false: the round failed, so that what it did not see may go on
 */
export function followAlarms(
  before: readonly OpenAlarm[],
  seen: readonly SeenAlarm[],
  now: Instant,
  complete: boolean,
): Followed {
  const going = seen.map(({ kind, words }): OpenAlarm => {
    const known = before.find((alarm) => alarm.kind === kind);
    return known ? { ...known, words } : { kind, words, since: now, told: [] };
  });
  const unseen = before.filter(({ kind }) => !seen.some((alarm) => alarm.kind === kind));
  if (!complete) return { open: [...going, ...unseen], over: [] };
  return { open: going, over: unseen.filter(({ told }) => told.length > 0) };
}
