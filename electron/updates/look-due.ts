import type { Instant } from '../../core/contract/shared.ts';

const dayMs = 24 * 3_600_000;

/**
 * Whether to look for a new version now: once a day, never while something runs that a person waits for.
 * @param lookedAt null: not since the start
 */
export const isLookDue = (look: {
  readonly now: Instant;
  readonly lookedAt: Instant | null;
  readonly busy: boolean;
}): boolean =>
  // A clock that was set back must not put it off.
  !look.busy && (look.lookedAt === null || Math.abs(look.now - look.lookedAt) >= dayMs);
