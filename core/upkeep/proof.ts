import type { Instant } from '../model/object.ts';

/** What forbade it: the lock, or only that this key may not (so it tells nothing about the lock). */
export type RefusedBy = 'lock' | 'key' | 'unknown';

/** One thing that was tried on a test object, as it is kept and shown. Plain data. */
export type ProofAttempt = {
  /** In words that follow "to": "delete the locked object". */
  readonly what: string;
  /** `refused`: anything else breaks the protection. `done`: a control, without which the refusals prove nothing. */
  readonly expected: 'done' | 'refused' | 'either';
  readonly outcome: 'done' | 'refused';
  readonly from: RefusedBy | null;
  /** Ours, of the refusal; `ignored`: the store said yes and did nothing. */
  readonly code: string | null;
  /** The provider's own words. */
  readonly reason: string | null;
  readonly requestId: string | null;
  /** Provider time. */
  readonly at: Instant;
};

/** `broken`: the store lets through what a lock forbids. `inconclusive`: a control failed, so nothing is shown. */
export type ProofVerdict = 'ok' | 'broken' | 'inconclusive';

export type Proof = {
  readonly half: 'lock' | 'key';
  readonly verdict: ProofVerdict;
  readonly attempts: readonly ProofAttempt[];
  /** Provider time at its end. */
  readonly at: Instant;
};

export function verdictOf(attempts: readonly Pick<ProofAttempt, 'expected' | 'outcome'>[]): ProofVerdict {
  const some = (expected: ProofAttempt['expected'], outcome: ProofAttempt['outcome']): boolean =>
    attempts.some((one) => one.expected === expected && one.outcome === outcome);
  if (some('refused', 'done')) return 'broken';
  return some('done', 'refused') || !some('refused', 'refused') ? 'inconclusive' : 'ok';
}
