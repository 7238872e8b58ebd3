import { dayMs } from '../../locks/period.ts';
import type { Instant } from '../../model/object.ts';
import type { Told } from '../../model/said.ts';
import type { Evidence } from './evidence.ts';

export type AttackBegan = {
  readonly at: Instant;
  readonly words: string;
  readonly because: readonly Told[];
};

/** Two weak signs of different kinds within this time are one strong one. */
const togetherMs = 2 * dayMs;
/** So long before an attack a change of the set-up was its preparation. */
const preparationMs = 14 * dayMs;

/**
 * When the attack began, by all that is known; null: nothing says that there was one. The earliest strong sign counts, or two
 * weak ones of different kinds that came together; a change of the set-up that took most of the files away in the two weeks
 * before is where it began.
 */
export function attackBegan(evidence: readonly Evidence[]): AttackBegan | null {
  const strong = earliest(evidence.filter(({ weight }) => weight === 'attack'));
  const supports = evidence.filter(({ weight }) => weight === 'support').toSorted((a, b) => a.at - b.at);
  const pair = earliestPair(supports);
  const first = earliest([...(strong ? [strong] : []), ...(pair ? [pair[0]] : [])]);
  if (first === undefined) return null;
  const prepared = earliest(
    supports.filter(
      ({ kind, at }) => kind === 'set-up-changed' && at < first.at && first.at - at <= preparationMs,
    ),
  );
  const began = prepared ?? first;
  const because =
    prepared !== undefined
      ? [prepared, first]
      : pair !== undefined && first === pair[0] && first !== strong
        ? pair
        : [first, ...next(evidence, first)];
  return {
    at: began.at,
    words: because.map(({ words }) => words).join('; and '),
    because: because.map(({ words, said }) => ({ words, said })),
  };
}

const earliest = (some: readonly Evidence[]): Evidence | undefined =>
  some.reduce<Evidence | undefined>(
    (sofar, one) => (sofar === undefined || one.at < sofar.at ? one : sofar),
    undefined,
  );

function earliestPair(supports: readonly Evidence[]): readonly [Evidence, Evidence] | undefined {
  const latest = new Map<Evidence['kind'], Evidence>();
  for (const one of supports) {
    for (const other of latest.values())
      if (other.kind !== one.kind && one.at - other.at <= togetherMs) return [other, one];
    latest.set(one.kind, one);
  }
  return undefined;
}

/** The next strong sign of another kind: two reasons convince better than one. */
function next(evidence: readonly Evidence[], first: Evidence): readonly Evidence[] {
  const other = earliest(
    evidence.filter(({ kind, weight, at }) => weight === 'attack' && kind !== first.kind && at >= first.at),
  );
  return other ? [other] : [];
}
