import type { SecretForm } from '../../contract/secrets.ts';
import type { SecretInput } from '../../contract/calls.ts';

export type Typed = SecretInput<'secret.give'>['values'];

/** What the window shows next. */
export type Shown = {
  readonly step: SecretForm['step'];
  readonly kit?: NonNullable<SecretForm['kit']>;
  readonly positions?: readonly number[];
};

/** What passes between one secret window and the engine, step by step. */
export type Talk = {
  /** Bucket, name of the set: where the secret is for. */
  readonly about: string;
  readonly storage: SecretForm['storage'];
  /** Shown first; never with a secret in it, as it may be asked for twice. */
  readonly first: SecretForm['step'];
  /**
   * Takes what was typed. `done` ends it as given.
   * @throws what a person can mend: the window stays at its step and says why
   */
  readonly give: (typed: Typed) => Promise<Shown>;
  /** Lets go of whatever it still holds; called once, however it ends. */
  readonly drop?: () => void;
};

export const done: Shown = { step: 'done' };
