import type { Instant } from '../model/object.ts';
import type { ProviderClock } from './object-store.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/** Only a server on this very computer may claim that its clock was moved on purpose. */
export function isLoopback(endpoint: string): boolean {
  const { hostname } = new URL(endpoint);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/**
 * The provider's time from the headers of one answer; undefined without a readable `Date`. Whole seconds,
 * as HTTP tells no finer.
 */
export function readProviderClock(headers: Headers, endpoint: string): ProviderClock | undefined {
  const now = Date.parse(headers['date'] ?? '');
  if (!Number.isFinite(now)) return undefined;
  const claimed = Number(headers['x-practice-clock-offset-ms'] ?? 0);
  return { now, movedBy: isLoopback(endpoint) && Number.isFinite(claimed) ? claimed : 0 };
}

/** Keeps what the latest answer said, so that a second question is rarely needed. */
export class ProviderTime {
  readonly #endpoint: string;
  #latest: ProviderClock | undefined;
  #count = 0;

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  observe(headers: Headers): ProviderClock | undefined {
    const clock = readProviderClock(headers, this.#endpoint);
    if (clock === undefined) return undefined;
    this.#latest = clock;
    this.#count++;
    return clock;
  }

  /** How many answers had a date: tells whether a call that failed was answered at all. */
  get observations(): number {
    return this.#count;
  }

  get latest(): ProviderClock | undefined {
    return this.#latest;
  }

  get now(): Instant | undefined {
    return this.#latest?.now;
  }
}
