import type { AlarmKind } from '../../guard/alarms.ts';
import type { Instant } from '../../model/object.ts';
import type { OpenAlarm } from './guard-state.ts';

export type SeenAlarm = {
  readonly kind: AlarmKind;
  readonly words: string;
  /** In how many places. */
  readonly amount: number;
};

export type Followed = {
  readonly open: readonly OpenAlarm[];
  /** Somebody was told of these, and they are over. */
  readonly over: readonly OpenAlarm[];
};

/**
 * Which alarms are open after a round: one that goes on stays the alarm that it was, so that it is told once. It is told again
 * where it is wrong in twice as many places: a marker stays for ever, and must not silence what a second intruder does; and he
 * who adds one thing a day shall not call every day. One that is over and comes again is a new one.
 * @param complete false: the round failed, so that what it did not see may go on
 */
export function followAlarms(
  before: { readonly open: readonly OpenAlarm[]; readonly over: readonly OpenAlarm[] },
  seen: readonly SeenAlarm[],
  now: Instant,
  complete: boolean,
): Followed {
  const going = seen.map(({ kind, words, amount }): OpenAlarm => {
    const known = before.open.find((alarm) => alarm.kind === kind);
    if (!known) return { kind, words, since: now, amount, told: [] };
    return amount >= 2 * known.amount ? { ...known, words, amount, told: [] } : { ...known, words };
  });
  const unseen = before.open.filter(({ kind }) => !seen.some((alarm) => alarm.kind === kind));
  if (!complete) return { open: [...going, ...unseen], over: before.over };
  return { open: going, over: [...before.over, ...unseen.filter(({ told }) => told.length > 0)] };
}
