import { versionKey, type Needs } from '../upkeep/needs.ts';
import type { Survey } from '../upkeep/survey.ts';
import type { LockPolicy } from '../locks/lock-policy.ts';
import { lockState, type LockState } from '../locks/lock-state.ts';
import type { Instant } from '../model/object.ts';
import type { Proven } from './protection-words.ts';
import type { UpkeepState } from './upkeep-state.ts';

/** A key-half proof is made monthly; five days of grace, days of the policy. */
const proofDays = 35;

export type ProtectionState = {
  /** Kept ones. */
  readonly snapshots: number;
  /** The smallest confirmed date over all that kept snapshots need; 0: something has none; infinite: nothing is kept. */
  readonly least: Instant;
  /** Provider time. */
  readonly now: Instant;
  readonly margin: number;
  readonly state: LockState;
  readonly hiddenNeeded: number;
  readonly proven: Proven;
  /** Snapshot id → its date, also of those that are kept no more. */
  readonly until: ReadonlyMap<string, Instant>;
};

/**
 * How well the locks of a home stand, from confirmed dates only: asks nobody.
 * @param confirmedUntil by `versionKey`; what is not in it has no confirmed date
 */
export function protectionState(about: {
  readonly survey: Pick<Survey, 'snapshots' | 'kept'> & { readonly needs: Pick<Needs, 'least'> };
  readonly confirmedUntil: ReadonlyMap<string, Instant>;
  readonly now: Instant;
  readonly policy: LockPolicy;
  readonly upkeep: Pick<UpkeepState, 'proofs' | 'lastAudit'>;
}): ProtectionState {
  const { survey, confirmedUntil, now, policy, upkeep } = about;
  const until = survey.needs.least(
    survey.snapshots,
    (version) => confirmedUntil.get(versionKey(version)) ?? 0,
  );
  const least = survey.kept.reduce(
    (sofar, { id }) => Math.min(sofar, until.get(id) ?? 0),
    Number.POSITIVE_INFINITY,
  );
  const margin = least - now;
  const hiddenNeeded = upkeep.lastAudit?.hiddenNeeded ?? 0;
  return {
    snapshots: survey.kept.length,
    least,
    now,
    margin,
    state: lockState({ margin, policy, hiddenNeeded: hiddenNeeded > 0 }),
    hiddenNeeded,
    proven: provenNow(upkeep.proofs, now, policy),
    until,
  };
}

/** One half that failed outweighs one that went well. */
export function provenNow(
  { lockHalf, keyHalf }: UpkeepState['proofs'],
  now: Instant,
  policy: LockPolicy,
): Proven {
  if (lockHalf?.ok === false || keyHalf?.ok === false) return 'disproved';
  if (lockHalf) return 'proven';
  return keyHalf && now - keyHalf.at <= proofDays * policy.dayMs ? 'proven' : 'unproven';
}
