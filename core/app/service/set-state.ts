import type { SetState } from '../../contract/app.ts';
import type { Instant } from '../../contract/shared.ts';
import { lockState, type LockState } from '../../locks/lock-state.ts';
import type { LockPolicy } from '../../locks/lock-policy.ts';
import type { Proven } from '../protection-words.ts';
import type { Look } from './look.ts';

/** The one state of a set, worst first. Time goes on where nobody asks: what was protected lapses by itself. */
export function setState(about: {
  readonly look: Look | null;
  /** Provider time. */
  readonly now: Instant;
  readonly policy: LockPolicy | null;
  readonly proven: Proven;
  readonly isPaused: boolean;
  readonly isWorking: boolean;
}): SetState {
  const { look, now, policy, proven } = about;
  if (look && look.suspectedSince !== null) return 'suspected';
  const locks = locksNow({ look, now, policy });
  if (locks === 'lapsed') return 'lapsed';
  if (locks === 'at-risk' || proven === 'disproved') return 'at-risk';
  if (locks === 'thinning') return 'thinning';
  if (about.isPaused) return 'paused';
  if (about.isWorking) return 'working';
  if (locks) return proven === 'proven' ? 'protected' : 'unproven';
  // Settings that cannot be read say nothing about what is kept.
  return look && policy ? 'empty' : 'unknown';
}

/** How the locks stand by themselves; undefined: nothing is kept, or known. */
export const locksNow = ({
  look,
  now,
  policy,
}: {
  readonly look: Look | null;
  readonly now: Instant;
  readonly policy: LockPolicy | null;
}): LockState | undefined =>
  look && policy && look.least !== null
    ? lockState({ margin: look.least - now, policy, hiddenNeeded: look.hiddenNeeded > 0 })
    : undefined;
