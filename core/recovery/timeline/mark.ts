import type { Told } from '../../model/said.ts';

export type MarkKind =
  | 'partial'
  | 'incomplete'
  | 'names-too-much'
  | 'after-attack'
  | 'suspicion-noted'
  | 'suspicious'
  | 'unusual'
  | 'set-up-changed'
  | 'future-dated'
  | 'back-dated'
  | 'previous-impossible'
  | 'previous-unknown'
  | 'unlike-content'
  | 'with-flood'
  | 'lock-ended';

export type Mark = Told & {
  readonly kind: MarkKind;
  /** It is not proposed because of this. */
  readonly matters: boolean;
};
