import type { Instant } from '../model/object.ts';
import type { Decision } from '../model/snapshot.ts';
import { suspicionsIn } from './suspicion.ts';

/**
 * An attack that the owner recovered from. What was stored between these moments, provider time, may be spoiled: it is never
 * "latest", and no later run is measured by it. Unlike "it was me" it raises no threshold.
 */
export type AttackOver = { readonly since: Instant; readonly until: Instant };

/** A decision is part of every later snapshot; nobody recovers more often. */
const most = 16;

/** undefined: it is none. */
export function readAttackOver(value: unknown): AttackOver | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { since, until } = value as Readonly<Record<string, unknown>>;
  if (typeof since !== 'number' || typeof until !== 'number') return undefined;
  return Number.isFinite(since) && Number.isFinite(until) && since <= until ? { since, until } : undefined;
}

export function attacksOverIn(list: readonly Decision[]): readonly AttackOver[] {
  return list
    .flatMap(({ kind, value }) => (kind === 'attack-over' ? [readAttackOver(value)] : []))
    .filter((one) => one !== undefined)
    .slice(-most);
}

/** @param attacks that are over @param at when something was stored, provider time */
export const isFromAttack = (attacks: readonly AttackOver[], at: Instant): boolean =>
  attacks.some(({ since, until }) => at >= since && at < until);

/** The list without the suspicion that began the attack; what was stored until `until` is passed over from now on. */
export function withAttackOver(
  list: readonly Decision[],
  since: Instant,
  until: Instant,
): readonly Decision[] {
  const others = list.filter(
    (decision) => decision.kind !== 'attack-over' && suspicionsIn([decision])[0]?.since !== since,
  );
  return [...others, ...asDecisions([...attacksOverIn(list), { since, until }], until)];
}

/** What all of these lists say: one that only some of them say would keep less, and waits as all that does. */
export function rememberedAttacks(lists: readonly (readonly Decision[])[], at: Instant): readonly Decision[] {
  const [first = [], ...others] = lists.map(attacksOverIn);
  const inAll = first.filter(({ since, until }) =>
    others.every((list) => list.some((one) => one.since === since && one.until === until)),
  );
  return asDecisions(inAll, at);
}

const asDecisions = (attacks: readonly AttackOver[], at: Instant): readonly Decision[] =>
  attacks.slice(-most).map(({ since, until }) => ({ at, kind: 'attack-over', value: { since, until } }));
