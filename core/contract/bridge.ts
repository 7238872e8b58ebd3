import type { Call, Input, Output, SecretCall, SecretInput, SecretOutput } from './calls.ts';
import type { Reply } from './error-shape.ts';
import type { EventName, Events } from './events.ts';

/** What a front end gives its window, over whatever transport. Never rejects for an expected error. */
export type Bridge = {
  readonly call: <C extends Call>(call: C, input: Input<C>) => Promise<Reply<Output<C>>>;
  /** @returns ends it */
  readonly on: <E extends EventName>(event: E, listener: (payload: Events[E]) => void) => () => void;
  /** Tells when nothing answers any more, and when it does again; absent where the window ends with the engine. */
  readonly onAnswering?: (listener: (answers: boolean) => void) => void;
  /** Opens the window of its own for a secret request. Must be called from a click. */
  readonly openSecretWindow: (request: string) => void;
};

/** What a secret window has, and nothing else. */
export type SecretBridge = {
  readonly call: <C extends SecretCall>(call: C, input: SecretInput<C>) => Promise<Reply<SecretOutput<C>>>;
};

/** What the engine's side implements: one function a call. */
export type Handlers = { readonly [C in Call]: (input: Input<C>) => Promise<Output<C>> };
export type SecretHandlers = {
  readonly [C in SecretCall]: (input: SecretInput<C>) => Promise<SecretOutput<C>>;
};
