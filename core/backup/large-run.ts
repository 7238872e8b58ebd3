import { HoldfastError } from '../errors/holdfast-error.ts';

/** Twice what is stored already is not what a day brings; below this nobody wants to be asked. */
const times = 2;
const smallBytes = 1e9;

export type LargeRun = {
  /** Bytes in packs when the run began, all of them locked. */
  readonly storedBefore: number;
  /** Bytes that this run has uploaded, the next pack included. */
  readonly newBytes: number;
};

/** Asked once, before the upload that goes beyond. false ends the run. */
export type AskLargeRun = (run: LargeRun) => Promise<boolean>;

/**
 * Locks cannot be taken back and cost until their dates, so a run that is about to lock more than twice what there is asks
 * first (design 4). The first run of all has nothing to be measured by.
 */
export class LargeRunGate {
  readonly #storedBefore: number;
  readonly #limit: number;
  readonly #ask: AskLargeRun | undefined;
  #newBytes = 0;
  #answer: Promise<boolean> | undefined;

  constructor(storedBefore: number, ask: AskLargeRun | undefined, atLeast: number = smallBytes) {
    this.#storedBefore = storedBefore;
    this.#limit = storedBefore === 0 ? Number.POSITIVE_INFINITY : Math.max(times * storedBefore, atLeast);
    this.#ask = ask;
  }

  /** Before each pack. @throws run-too-large where the answer is no */
  async pass(bytes: number): Promise<void> {
    this.#newBytes += bytes;
    if (this.#newBytes <= this.#limit || !this.#ask) return;
    this.#answer ??= this.#ask({ storedBefore: this.#storedBefore, newBytes: this.#newBytes });
    if (!(await this.#answer)) throw new HoldfastError('run-too-large');
  }
}
