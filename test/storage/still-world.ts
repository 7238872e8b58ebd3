import { realWorld, type World } from '../../core/system/world.ts';

/** A world whose sleep only moves its own clock, so that waits can be read and cost no time. */
export function stillWorld(): World & { readonly waits: number[] } {
  let now = Date.UTC(2026, 0, 1);
  const waits: number[] = [];
  return {
    ...realWorld,
    waits,
    now: () => now,
    monotonic: () => now,
    // The middle of every jitter.
    random: (bytes) => new Uint8Array(bytes).fill(0x80),
    sleep: (milliseconds, signal) => {
      if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
      waits.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
  };
}
