import type { ErrorDetails } from './details.ts';
import { words, type ErrorCode } from './words.ts';

/**
 * Whether doing the same again can help. `unclear`: the effect may have happened (a dropped answer to a
 * PUT), so look before repeating.
 */
export type Retry = 'never' | 'later' | 'unclear';

/** Everything that crosses a public edge of core. `message` is for logs; `words` are for people. */
export class HoldfastError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly retry: Retry;
  /** Seconds the provider asked to wait, where it did. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    details: ErrorDetails = {},
    options: { readonly cause?: unknown; readonly retry?: Retry; readonly retryAfterSeconds?: number } = {},
  ) {
    super(`${code} ${JSON.stringify(details)}`, { cause: options.cause });
    this.name = 'HoldfastError';
    this.code = code;
    this.details = details;
    this.retry = options.retry ?? 'never';
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  /** One or two sentences for a person: what happened and what to do. */
  get words(): string {
    return words[this.code](this.details);
  }
}

export function isHoldfastError(error: unknown, code?: ErrorCode): error is HoldfastError {
  return error instanceof HoldfastError && (code === undefined || error.code === code);
}
