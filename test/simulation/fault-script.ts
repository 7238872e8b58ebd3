import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import type { StoreOperation } from '../../core/storage/operation.ts';
import type { SeededRandom } from './seeded-random.ts';

/** `after`: the effect happens and only the answer is lost. */
export type Fault = { readonly when: 'before' | 'after'; readonly error: Error };

/** The process is gone: nothing that was going to happen after this happens. */
export class Killed extends Error {
  constructor() {
    super('killed');
  }
}

/** What goes wrong between a program and its provider. */
export class FaultScript {
  /** Of all calls, this share fails, in one of several ways. */
  failing = 0;
  readonly #random: SeededRandom;
  readonly #onKill: () => void;
  #untilKill = Number.POSITIVE_INFINITY;
  #untilRevoked = Number.POSITIVE_INFINITY;
  #isDead = false;

  /** @param onKill called at the moment of death, before anything that runs on can do harm */
  constructor(random: SeededRandom, onKill: () => void) {
    this.#random = random;
    this.#onKill = onKill;
  }

  /** Dies at the n-th step from now, before or after its effect. */
  killAfter(steps: number): void {
    this.#untilKill = steps;
  }

  /** The key is revoked after so many calls. */
  refuseAfter(calls: number): void {
    this.#untilRevoked = calls;
  }

  /** A new process, with a key that works. */
  revive(): void {
    this.#untilKill = Number.POSITIVE_INFINITY;
    this.#untilRevoked = Number.POSITIVE_INFINITY;
    this.#isDead = false;
  }

  /** A step that is no call: a change of the catalog. */
  step(): void {
    if (this.#isDead) throw new Killed();
    if (--this.#untilKill <= 0) this.#die();
  }

  next(operation: StoreOperation): Fault | undefined {
    if (this.#isDead) return { when: 'before', error: new Killed() };
    if (--this.#untilKill <= 0) {
      const when = this.#random.chance(0.5) ? 'before' : 'after';
      try {
        this.#die();
      } catch (error) {
        return { when, error: error as Error };
      }
    }
    if (--this.#untilRevoked < 0) return { when: 'before', error: new HoldfastError('key-invalid') };
    if (this.failing === 0 || !this.#random.chance(this.failing)) return undefined;
    const kind = this.#random.pick(['busy', 'broken', 'lost'] as const);
    if (kind === 'busy') {
      const wait = { retry: 'later', retryAfterSeconds: 1 } as const;
      return { when: 'before', error: new HoldfastError('provider-busy', {}, wait) };
    }
    const retry = operation === 'put' ? 'unclear' : 'later';
    const error = new HoldfastError('network-unreachable', { endpoint: 'the simulation' }, { retry });
    return { when: kind === 'lost' ? 'after' : 'before', error };
  }

  #die(): never {
    this.#isDead = true;
    this.#onKill();
    throw new Killed();
  }
}
