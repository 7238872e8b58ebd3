import { createHash, timingSafeEqual } from 'node:crypto';
import type { SecretForm, SecretPurpose } from '../../contract/secrets.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { World } from '../../system/world.ts';
import { shapeError } from '../service/shape-error.ts';
import { silentLog } from '../service/silent-log.ts';
import type { Shown, Talk, Typed } from './talk.ts';

/** A window that nobody used until then is none that anybody waits for. */
const lifeMs = 15 * 60_000;
/** Each costs whoever guesses half a second of Argon2id; a person who needs more begins again. */
const maxTries = 10;
/** Whoever may ask for windows may not fill the memory with them. */
const maxOpen = 20;
const maxRemembered = 100;

type Outcome = 'given' | 'closed';

type Asked = {
  readonly digest: Buffer;
  readonly purpose: SecretPurpose;
  readonly set: string | null;
  readonly talk: Talk;
  readonly until: number;
  shown: Shown;
  /** Something was typed: from then on only answers to that window, no further window begins. */
  begun: boolean;
  tries: number;
  working: Promise<unknown>;
};

/**
 * Requests for secret windows. Each is for one window: unguessable, short-lived, and dead as soon as it is done. What was shown
 * is told in the answer to what was typed and never a second time.
 */
export class RequestBook {
  readonly #world: Pick<World, 'random' | 'monotonic' | 'sleep'>;
  readonly #stopping: AbortSignal;
  readonly #open = new Set<Asked>();
  readonly #ended = new Map<string, Outcome>();
  readonly #waiting = new Map<string, Set<(outcome: Outcome) => void>>();

  constructor(world: Pick<World, 'random' | 'monotonic' | 'sleep'>, stopping: AbortSignal) {
    this.#world = world;
    this.#stopping = stopping;
    stopping.addEventListener('abort', () => this.closeAll(), { once: true });
  }

  /** An earlier one for the same ends: its window is closed or forgotten behind others. */
  make(purpose: SecretPurpose, set: string | null, talk: Talk): string {
    for (const one of this.#open) if (one.purpose === purpose && one.set === set) this.#end(one, 'closed');
    const [oldest] = this.#open;
    if (oldest && this.#open.size >= maxOpen) this.#end(oldest, 'closed');
    const request = Buffer.from(this.#world.random(32)).toString('base64url');
    const asked: Asked = {
      digest: digestOf(request),
      purpose,
      set,
      talk,
      until: this.#world.monotonic() + lifeMs,
      shown: { step: talk.first },
      begun: false,
      tries: 0,
      working: Promise.resolve(),
    };
    this.#open.add(asked);
    void this.#expire(asked);
    return request;
  }

  /** @throws secret-request-over */
  form(request: string): SecretForm {
    const asked = this.#find(request);
    if (asked.begun) throw new HoldfastError('secret-request-over');
    return formOf(asked, null);
  }

  /** @throws secret-request-over */
  async give(request: string, typed: Typed): Promise<SecretForm> {
    const asked = this.#find(request);
    asked.begun = true;
    // Twice at once (a double click) is one after the other.
    const before = asked.working;
    const answer = before.then(() => this.#take(asked, typed));
    asked.working = answer.catch(() => undefined);
    return await answer;
  }

  close(request: string): void {
    const asked = this.#lookUp(request);
    if (asked) this.#end(asked, 'closed');
  }

  closeAll(): void {
    for (const asked of this.#open) this.#end(asked, 'closed');
  }

  /** What nobody knows any more counts as closed. */
  async outcome(request: string): Promise<Outcome> {
    const key = digestOf(request).toString('hex');
    const ended = this.#ended.get(key);
    if (ended) return ended;
    if (!this.#lookUp(request)) return 'closed';
    return await new Promise((resolve) => {
      const waiting = this.#waiting.get(key) ?? new Set();
      this.#waiting.set(key, waiting.add(resolve));
    });
  }

  async #take(asked: Asked, typed: Typed): Promise<SecretForm> {
    if (!this.#open.has(asked)) throw new HoldfastError('secret-request-over');
    try {
      asked.shown = await asked.talk.give(typed);
    } catch (error) {
      asked.tries += 1;
      // What went wrong may quote what was typed, so no log sees it.
      const shape = shapeError(error, silentLog, 'secret');
      if (asked.tries >= maxTries) this.#end(asked, 'closed');
      return formOf(asked, shape);
    }
    if (asked.shown.step === 'done') this.#end(asked, 'given');
    return formOf(asked, null);
  }

  /** Compares with every open one, so that the time tells nothing. */
  #lookUp(request: string): Asked | undefined {
    const digest = digestOf(request);
    let found: Asked | undefined;
    for (const asked of this.#open) if (timingSafeEqual(asked.digest, digest)) found = asked;
    if (!found || this.#world.monotonic() < found.until) return found;
    this.#end(found, 'closed');
    return undefined;
  }

  #find(request: string): Asked {
    const asked = this.#lookUp(request);
    if (!asked) throw new HoldfastError('secret-request-over');
    return asked;
  }

  #end(asked: Asked, outcome: Outcome): void {
    if (!this.#open.delete(asked)) return;
    asked.talk.drop?.();
    const key = asked.digest.toString('hex');
    this.#ended.set(key, outcome);
    const [oldest] = this.#ended.keys();
    if (oldest !== undefined && this.#ended.size > maxRemembered) this.#ended.delete(oldest);
    for (const resolve of this.#waiting.get(key) ?? []) resolve(outcome);
    this.#waiting.delete(key);
  }

  async #expire(asked: Asked): Promise<void> {
    await this.#world.sleep(lifeMs, this.#stopping).catch(() => undefined);
    this.#end(asked, 'closed');
  }
}

const digestOf = (request: string): Buffer => createHash('sha256').update(request).digest();

const formOf = ({ purpose, talk, shown }: Asked, error: SecretForm['error']): SecretForm => ({
  purpose,
  step: shown.step,
  about: talk.about,
  storage: talk.storage,
  kit: shown.kit ?? null,
  positions: shown.positions ?? null,
  error,
});
