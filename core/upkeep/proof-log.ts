import { isHoldfastError, type HoldfastError } from '../errors/holdfast-error.ts';
import { ProviderTime } from '../locks/provider-time.ts';
import type { Instant, ObjectVersion, VersionLock } from '../model/object.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { World } from '../system/world.ts';
import { verdictOf, type Proof, type ProofAttempt, type RefusedBy } from './proof.ts';

type Judge = (refusal: HoldfastError) => RefusedBy;

/** Tries things at a store and writes down how each ended, by what is there afterwards rather than by what was answered. */
export class ProofLog {
  readonly time: ProviderTime;
  readonly #half: Proof['half'];
  readonly #store: ObjectStore;
  #attempts: readonly ProofAttempt[] = [];

  private constructor(half: Proof['half'], store: ObjectStore, time: ProviderTime) {
    this.#half = half;
    this.#store = store;
    this.time = time;
  }

  /** @throws clocks-differ: a canary is locked as everything else is */
  static async start(half: Proof['half'], store: ObjectStore, world: World): Promise<ProofLog> {
    const time = await ProviderTime.ask(store, world);
    time.assertMayLock();
    return new ProofLog(half, store, time);
  }

  get isBroken(): boolean {
    return verdictOf(this.#attempts) === 'broken';
  }

  get isSound(): boolean {
    return verdictOf(this.#attempts) === 'ok';
  }

  /**
   * @param happened asked afterwards, whatever the answer was; undefined: the answer counts
   * @throws what is no refusal: network, wrong key
   */
  async attempt(
    what: string,
    expected: ProofAttempt['expected'],
    act: () => Promise<unknown>,
    options: { readonly happened?: () => Promise<boolean>; readonly judge?: Judge } = {},
  ): Promise<ProofAttempt> {
    const at = Math.floor(this.time.now());
    const refusal = await act().then(() => undefined, asRefusal);
    const done = (await options.happened?.()) ?? refusal === undefined;
    const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
    const made: ProofAttempt = {
      what,
      expected,
      outcome: done ? 'done' : 'refused',
      from: done ? null : refusal ? (options.judge ?? refusedBy)(refusal) : 'unknown',
      code: done ? null : (refusal?.code ?? 'ignored'),
      reason: done ? null : text(refusal?.details['reason']),
      requestId: done ? null : text(refusal?.details['requestId']),
      at,
    };
    this.#attempts = [...this.#attempts, made];
    return made;
  }

  /** As `attempt`; done is what is gone afterwards. */
  async deletion(
    what: string,
    expected: ProofAttempt['expected'],
    version: ObjectVersion,
    options: { readonly bypass?: boolean; readonly judge?: Judge } = {},
  ): Promise<ProofAttempt> {
    const bypass = options.bypass === true ? { bypassGovernance: true } : {};
    return await this.attempt(what, expected, () => this.#store.deleteVersion(version, bypass), {
      ...options,
      happened: async () => (await this.lockOf(version)) === 'gone',
    });
  }

  async lockOf(version: ObjectVersion): Promise<VersionLock | undefined | 'gone'> {
    try {
      return (await this.#store.head(version)).lock;
    } catch (error) {
      if (isHoldfastError(error, 'object-missing')) return 'gone';
      throw error;
    }
  }

  /** Whether the version is there under a compliance lock until this date or later. */
  async holds(version: ObjectVersion, until: Instant): Promise<boolean> {
    const lock = await this.lockOf(version);
    return lock !== 'gone' && lock?.mode === 'compliance' && (lock.until ?? 0) >= until;
  }

  /**
   * On a line so slow that the lock had ended before it was tried, what was let through shows nothing.
   * @param until of the lock that was tried
   */
  async excuseWhatCameTooLate(until: Instant): Promise<void> {
    if (!this.isBroken) return;
    await this.time.refresh();
    if (this.time.now() < until) return;
    this.#attempts = this.#attempts.map((one) =>
      one.expected === 'refused' && one.outcome === 'done' ? { ...one, expected: 'either' } : one,
    );
    await this.attempt('try all that before the lock ended', 'done', () => Promise.resolve(), {
      happened: () => Promise.resolve(false),
    });
  }

  /** What only a later control could tell. */
  settle(attempt: ProofAttempt, from: RefusedBy): void {
    this.#attempts = this.#attempts.map((one) =>
      one === attempt && one.outcome === 'refused' ? { ...one, from } : one,
    );
  }

  end(): Proof {
    return {
      half: this.#half,
      verdict: verdictOf(this.#attempts),
      attempts: this.#attempts,
      at: Math.floor(this.time.now()),
    };
  }
}

/** As far as the answer alone tells. Where the store only said no to a locked version, either may be the reason. */
function refusedBy({ code, details }: HoldfastError): RefusedBy {
  if (code === 'key-insufficient') return 'key';
  return code === 'object-locked' && details['told'] !== false ? 'lock' : 'unknown';
}

const refusals = new Set([
  'key-insufficient',
  'object-locked',
  'object-exists',
  'provider-refused',
  'bucket-not-locked',
  'object-missing',
  'object-damaged',
]);

function asRefusal(error: unknown): HoldfastError {
  if (isHoldfastError(error) && refusals.has(error.code)) return error;
  throw error;
}
