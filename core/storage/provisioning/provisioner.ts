import type { KeyCapabilities, ProviderClock } from '../object-store.ts';
import type { Role } from '../roles.ts';
import type { StoreCredentials } from '../store-settings.ts';
import type { Finding } from './finding.ts';
import type { SpaceRules } from './space-rules.ts';

/** Makes a place to back up to, with the set-up key, which lives in memory only. No call is repeated here. */
export type Provisioner = {
  readonly kind: 's3' | 'b2';

  /**
   * What this key may do, as far as the provider tells, and its clock; also where there is no bucket yet. Changes nothing.
   * @throws key-invalid, network-unreachable, provider-answer-invalid
   */
  signIn(): Promise<{ readonly key: KeyCapabilities | undefined; readonly clock: ProviderClock }>;

  /**
   * Creates the bucket, private and with Object Lock, or takes the one that is there.
   * `enableLock`: turn Object Lock on for an existing bucket without (B2 only; it cannot be turned off again).
   * @throws bucket-not-locked (details.canEnable tells whether `enableLock` would help), bucket-name-taken,
   *   key-insufficient
   */
  ensureLockedBucket(options?: { readonly enableLock?: boolean }): Promise<{ readonly created: boolean }>;

  /** Sets or removes our own lifecycle rules below the prefix; rules of others stay as they are. */
  setSpaceRules(prefix: string, rules: SpaceRules): Promise<void>;

  /**
   * From now on the bucket locks each new object in compliance mode for so many days or more by itself, unless its upload
   * says otherwise (strict mode). Objects that are there keep their dates; a longer rule stays.
   * @throws key-insufficient
   */
  raiseDefaultRetention(days: number): Promise<void>;

  /**
   * B2: a new key for one role, this bucket and this prefix. S3: the given key, as there is no common way to make one.
   * @param label letters, digits and hyphens; shown on the provider's page
   * @throws key-insufficient (capability writeKeys)
   */
  createKey(role: Role, prefix: string, label: string): Promise<StoreCredentials>;

  /** What bucket and rules lack, as far as this key can see. An empty list: nothing. Changes nothing. */
  examineBucket(prefix: string): Promise<readonly Finding[]>;

  close(): Promise<void>;
};
