import type { World } from '../../core/system/world.ts';

/** How many wrong tokens in how long: a person has one link, and a guess is hopeless anyhow. */
export const mostAttempts = 10;
export const attemptWindowMs = 60_000;

export type AttemptLimit = { readonly isReached: () => boolean; readonly failed: () => void };

export function makeAttemptLimit(world: Pick<World, 'monotonic'>): AttemptLimit {
  let failures: readonly number[] = [];
  const recent = (): readonly number[] => failures.filter((at) => world.monotonic() - at < attemptWindowMs);
  return {
    isReached: () => recent().length >= mostAttempts,
    failed: () => {
      failures = [...recent(), world.monotonic()];
    },
  };
}
