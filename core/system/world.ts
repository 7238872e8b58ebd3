import { randomBytes } from 'node:crypto';
import type { Instant } from '../model/object.ts';

/** What core takes from outside, so that tests can hold it still. */
export type World = {
  /** This computer's clock: for progress and logs. Lock dates come from the provider's. */
  readonly now: () => Instant;
  /** Milliseconds that never jump, from an arbitrary start. */
  readonly monotonic: () => number;
  readonly random: (bytes: number) => Uint8Array;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
};

export const realWorld: World = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  random: (bytes) => randomBytes(bytes),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const timer = setTimeout(done, milliseconds);
      function done(): void {
        signal?.removeEventListener('abort', stop);
        resolve();
      }
      function stop(): void {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      }
      signal?.addEventListener('abort', stop, { once: true });
    }),
};
