import type { LockPolicy } from './lock-policy.ts';

/** Lapsed is not lost: it can be renewed until something deletes it. */
export type LockState = 'protected' | 'thinning' | 'at-risk' | 'lapsed';

/**
 * @param margin the shortest lease of what is needed minus the provider's time, ms
 * @param hiddenNeeded something needed lies under a marker or other bytes
 */
export function lockState({
  margin,
  policy,
  hiddenNeeded,
}: {
  readonly margin: number;
  readonly policy: LockPolicy;
  readonly hiddenNeeded: boolean;
}): LockState {
  const share = margin / policy.protectMs;
  // Asked this way round, a margin that is no number is never good news.
  if (!(share > 0)) return 'lapsed';
  if (hiddenNeeded || share < 1 / 4) return 'at-risk';
  return share < 3 / 4 ? 'thinning' : 'protected';
}

/** Three warnings before locks lapse, the mildest first. */
export const notices = ['early', 'urgent', 'last'] as const;
export type Notice = (typeof notices)[number];

/** Below which margin each is due, ms. */
const noticeAt = ({ protectMs, dayMs }: LockPolicy): Readonly<Record<Notice, number>> => ({
  early: Math.min(7 * dayMs, protectMs / 2),
  urgent: Math.min(3 * dayMs, protectMs / 4),
  last: Math.min(dayMs, protectMs / 8),
});

/**
 * Which notice to say now, each once while the margin falls; of several that are due (the computer was off) the most
 * urgent only. A margin that is healed forgets what was said: from ¾ P, not from P, as it is first asked for some time after the
 * renewal that healed it.
 * @param said as the last call returned it
 */
export function noticesDue(
  margin: number,
  policy: LockPolicy,
  said: readonly Notice[],
): { readonly say: Notice | undefined; readonly said: readonly Notice[] } {
  if (margin >= (3 / 4) * policy.protectMs) return { say: undefined, said: [] };
  const limits = noticeAt(policy);
  const due = notices.filter((notice) => !(margin > limits[notice]));
  const urgent = due.at(-1);
  return {
    say: urgent === undefined || said.includes(urgent) ? undefined : urgent,
    said: notices.filter((notice) => due.includes(notice) || said.includes(notice)),
  };
}
