/** Why the vault refuses. Each API maps a reason to its own codes and statuses. */
export type RefusalReason =
  // buckets
  | 'no-such-bucket'
  | 'bucket-name-invalid'
  | 'bucket-name-taken'
  | 'bucket-not-empty'
  | 'bucket-changed'
  | 'too-many-buckets'
  | 'rule-invalid'
  // names and versions
  | 'name-invalid'
  | 'metadata-too-large'
  | 'no-such-name'
  | 'no-such-version'
  | 'already-hidden'
  | 'is-marker'
  | 'range-not-satisfiable'
  // contents and large files
  | 'content-too-large'
  | 'no-such-upload'
  | 'part-number-invalid'
  | 'part-missing'
  | 'part-order-invalid'
  | 'part-mismatch'
  | 'part-too-small'
  | 'too-few-parts'
  // keys
  | 'no-such-key'
  | 'key-invalid'
  | 'unauthorized'
  // locks
  | 'lock-not-enabled'
  | 'lock-cannot-be-disabled'
  | 'retention-invalid'
  | 'retain-in-past'
  | 'retain-too-far'
  | 'locked'
  | 'retention-protected';

/** The engine said no. Nothing was changed. */
export class VaultRefusal extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string = reason) {
    super(message);
    this.name = 'VaultRefusal';
    this.reason = reason;
  }
}
