import type { Instant } from '../../core/model/object.ts';
import type { World } from '../../core/system/world.ts';
import type { SeededRandom } from './seeded-random.ts';

/** The one true time of a simulation. Nobody in it sees it: programs have clocks, and clocks may be wrong. */
export class SimulatedTime {
  now: Instant;

  constructor(start: Instant) {
    this.now = start;
  }

  /** Never back. */
  advanceTo(instant: Instant): void {
    this.now = Math.max(this.now, instant);
  }

  /** A computer in it. `wrong`: how far its clock is off, ms. Waiting takes no real time. */
  worldOf(
    clock: { readonly wrong: number },
    random: SeededRandom,
    onRandom: (bytes: Uint8Array) => void,
  ): World {
    return {
      now: () => this.now + clock.wrong,
      monotonic: () => this.now,
      random: (length) => {
        const bytes = random.bytes(length);
        onRandom(bytes);
        return bytes;
      },
      sleep: (milliseconds, signal) => {
        if (signal?.aborted) return Promise.reject(signal.reason as Error);
        this.now += Math.ceil(milliseconds);
        return Promise.resolve();
      },
    };
  }
}
