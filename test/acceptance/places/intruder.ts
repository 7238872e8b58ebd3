/** A version or marker as the bucket lists it. */
export type BucketVersion = {
  readonly name: string;
  readonly versionId: string;
  readonly kind: 'object' | 'marker';
  readonly size: number;
};

/**
 * Somebody with a key and a client that shares no code with Holdfast. Every call of `destroy` is made as the
 * provider's documentation describes it.
 */
export interface Intruder {
  list(): Promise<readonly BucketVersion[]>;
  /**
   * Every way to delete, shorten, weaken or bypass that the API knows, tried on one version.
   * @returns those that the provider did not refuse; empty is what we want
   */
  destroy(version: BucketVersion): Promise<readonly string[]>;
  /** The end of the version's compliance lock, ms; undefined: it has none. */
  lockedUntil(version: BucketVersion): Promise<number | undefined>;
  /** Whether the provider let it lock the version until then, ms. */
  lengthen(version: BucketVersion, until: number): Promise<boolean>;
  hide(name: string): Promise<void>;
  /** Whether the name is there already or not. */
  overwrite(name: string, body: string | Uint8Array): Promise<void>;
  /** A version of next to nothing under each of these names, as fast as the API lets it. */
  flood(names: readonly string[]): Promise<void>;
  /** Stores an unlocked object and deletes it for good: the control beside which a refusal proves something. */
  deleteSomethingUnlocked(): Promise<void>;
  deleteForGood(version: BucketVersion): Promise<void>;
}
