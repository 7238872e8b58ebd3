import { HoldfastError } from '../errors/holdfast-error.ts';
import type { Instant } from '../model/object.ts';
import type { ProviderClock } from '../storage/object-store.ts';
import type { World } from '../system/world.ts';
import { dayMs } from './period.ts';

type AsksTheTime = { providerClock(): Promise<ProviderClock> };

/** A skew worth showing to a person. */
export const notableSkewMs = 5 * 60_000;

/**
 * The provider's time, the only one that lock dates are made from. Asked once and carried on by a clock that
 * never jumps; asked again by `refresh`.
 */
export class ProviderTime {
  readonly #world: World;
  readonly #store: AsksTheTime;
  #asked: Instant;
  #askedAt: number;
  /** Provider minus this computer, ms, a practice vault's moved clock allowed for. */
  skewMs: number;

  private constructor(store: AsksTheTime, world: World, clock: ProviderClock) {
    this.#store = store;
    this.#world = world;
    this.#asked = clock.now;
    this.#askedAt = world.monotonic();
    this.skewMs = clock.now - clock.movedBy - world.now();
  }

  static async ask(store: AsksTheTime, world: World): Promise<ProviderTime> {
    return new ProviderTime(store, world, await store.providerClock());
  }

  async refresh(): Promise<void> {
    const clock = await this.#store.providerClock();
    this.#asked = clock.now;
    this.#askedAt = this.#world.monotonic();
    this.skewMs = clock.now - clock.movedBy - this.#world.now();
  }

  now(): Instant {
    return this.#asked + (this.#world.monotonic() - this.#askedAt);
  }

  /** Throws `clocks-differ` where the two clocks differ by more than a day: then no lock may be set. */
  assertMayLock(): void {
    if (!(Math.abs(this.skewMs) <= dayMs))
      throw new HoldfastError('clocks-differ', { hours: Math.round(this.skewMs / 3_600_000) });
  }
}
