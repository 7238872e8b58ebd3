import type { Instant } from '../../core/model/object.ts';

/** An application key. `master`: the account's own key, which the S3 API does not accept. */
export type VaultKey = {
  readonly keyId: string;
  readonly secret: string;
  readonly name: string;
  readonly capabilities: readonly string[];
  /** null: every bucket. */
  readonly bucketIds: readonly string[] | null;
  readonly namePrefix: string | null;
  readonly expiresAt: Instant | null;
  readonly master: boolean;
};

export type NewKey = Pick<VaultKey, 'name' | 'capabilities' | 'bucketIds' | 'namePrefix'> & {
  readonly validSeconds: number | null;
};
