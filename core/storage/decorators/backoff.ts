import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { World } from '../../system/world.ts';

export type RetryOptions = {
  /** Milliseconds after the first failure during which new attempts begin. Default 10 minutes. */
  readonly budget?: number;
  /** Less than the budget, where it is so just now; asked before each wait. */
  readonly patience?: (() => number | undefined) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told before each wait: for a line such as "the provider is busy, trying again". `left`: milliseconds in which attempts begin. */
  readonly onWait?: (error: HoldfastError, milliseconds: number, left: number) => void;
};

const defaultBudget = 600_000;
/** A wrong address or no network at all: nobody should wait ten minutes to be told. */
export const firstContactBudget = 15_000;
/** B2 asks for waits that grow from 1 s to 64 s. */
const firstWait = 1_000;
const longestWait = 64_000;

/** The waits of one call: full jitter, never shorter than the provider asked, all inside one budget. */
export class Backoff {
  readonly #world: World;
  readonly #options: RetryOptions;
  #failedFirstAt: number | undefined;
  #failures = 0;

  constructor(world: World, options: RetryOptions) {
    this.#world = world;
    this.#options = options;
  }

  /**
   * Waits before the next attempt. Throws `error` where repeating is no use or the budget is used up.
   * @param isKnown whether this provider has answered before
   */
  async waitAfter(error: unknown, isKnown: boolean): Promise<void> {
    if (!(error instanceof HoldfastError) || error.retry === 'never') throw error;
    const now = this.#world.monotonic();
    this.#failedFirstAt ??= now;
    const wait = this.#nextWait(error.retryAfterSeconds);
    const patience = this.#options.patience?.() ?? Number.POSITIVE_INFINITY;
    const budget = Math.min(this.#options.budget ?? defaultBudget, patience);
    const isSilent = !isKnown && error.code === 'network-unreachable';
    const left = this.#failedFirstAt + (isSilent ? Math.min(budget, firstContactBudget) : budget) - now;
    if (wait > left) throw error;
    this.#options.onWait?.(error, wait, left);
    await this.#world.sleep(wait, this.#options.signal);
    this.#options.signal?.throwIfAborted();
  }

  #nextWait(askedSeconds: number | undefined): number {
    const ceiling = Math.min(longestWait, firstWait * 2 ** this.#failures++);
    const jittered = randomShare(this.#world) * ceiling;
    return askedSeconds === undefined ? jittered : askedSeconds * 1000 + jittered;
  }
}

/** 0 up to but not including 1. */
function randomShare(world: World): number {
  const bytes = world.random(4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 2 ** 32;
}
