import type { ErrorDetails } from '../errors/details.ts';
import type { ErrorCode } from '../errors/words.ts';

/** An error as data: `invoke` and JSON keep only what is written here. No secret, no stack. */
export type ErrorShape = {
  readonly code: ErrorCode;
  /** Figures and names for the words of any language. */
  readonly details: ErrorDetails;
  /** English; a window that has no words of its own for the code shows these. */
  readonly words: string;
  readonly retry: 'never' | 'later' | 'unclear';
};

/** Errors are values on both sides of the boundary. */
export type Reply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorShape };
