import { checkPeriod, dayMs } from './period.ts';

/**
 * How long backups stay locked. All durations of the lock rules (slack, the pause between two passes of retirement,
 * the wait of a policy that keeps less) are counted in its days.
 */
export type LockPolicy = {
  readonly protectDays: number;
  /** How long a day is, ms: other than 86,400,000 only in tests against servers whose clock cannot be moved. */
  readonly dayMs: number;
  /** P: protectDays · dayMs. */
  readonly protectMs: number;
  /**
   * The bucket's default retention sets the dates: this computer sends none and lengthens none, a guard does (design 5).
   * What the guard is late with is stored again.
   */
  readonly strict?: boolean;
};

/**
 * What the bucket's default retention must be in strict mode, so that a lock lasts P from its upload and a guard has a week.
 */
export const strictBucketDays = (protectDays: number): number => protectDays + 7;

/** @throws period-invalid */
export function lockPolicy(protectDays: number, lengthOfDay: number = dayMs, strict = false): LockPolicy {
  checkPeriod(protectDays);
  const lengths = { protectDays, dayMs: lengthOfDay, protectMs: protectDays * lengthOfDay };
  return strict ? { ...lengths, strict } : lengths;
}
