import type { Meter } from '../core/storage/decorators/meter.ts';

/** Calls to the provider by kind, without those that were not made. */
export function requestsMade(meter: Meter): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(meter.snapshot().calls).filter(([, count]) => count > 0));
}
