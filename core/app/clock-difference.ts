import { HoldfastError } from '../errors/holdfast-error.ts';
import type { Instant } from '../model/object.ts';
import type { ProviderClock } from '../storage/object-store.ts';

const shownFromMs = 5 * 60_000;
const refusedFromMs = 24 * 3_600_000;

/**
 * Compares this computer's clock with the provider's (design 4): a lock set by a wrong clock cannot be taken back.
 * A practice vault whose clock was moved on purpose is no difference.
 * @returns a warning for people above five minutes, else undefined
 * @throws clocks-differ above a day
 */
export function judgeClocks(here: Instant, provider: ProviderClock): string | undefined {
  const differenceMs = here + provider.movedBy - provider.now;
  const size = Math.abs(differenceMs);
  if (size > refusedFromMs) throw new HoldfastError('clocks-differ', { hours: Math.round(size / 3_600_000) });
  if (size <= shownFromMs) return undefined;
  const minutes = Math.round(size / 60_000);
  return `This computer's clock is ${minutes} minutes ${differenceMs > 0 ? 'ahead of' : 'behind'} the provider's. Locks follow the provider's.`;
}
