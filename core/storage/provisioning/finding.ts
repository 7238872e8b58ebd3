import type { Said } from '../../model/said.ts';

/** `missing`: a backup cannot work or not be protected. `too-much`: the key or a rule is a danger. `note`: good to know. */
export type Severity = 'missing' | 'too-much' | 'note';

export type Finding = {
  readonly what:
    | 'bucket'
    | 'object-lock'
    | 'versioning'
    | 'default-retention'
    | 'lifecycle'
    | 'space-rules'
    | 'capability'
    | 'key-scope'
    | 'list'
    | 'upload'
    | 'read'
    | 'read-lock'
    | 'lengthen'
    | 'delete'
    | 'lock-not-kept';
  readonly severity: Severity;
  /** One plain sentence. */
  readonly words: string;
  /** Where a person can do something about it. */
  readonly said?: Said;
};
