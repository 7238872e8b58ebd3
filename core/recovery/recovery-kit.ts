/** All that a clean machine needs beside a key that may read the bucket. No storage key is in it. */
export type RecoveryKit = {
  /** 24 of BIP-39's English list, in order: the master key. From a page that a person typed they may be mistyped. */
  readonly words: readonly string[];
  /** Of the master key: 16 hex digits in groups of four. */
  readonly fingerprint: string;
  readonly store: KitStore;
  /** Ends in `/`, or is empty. */
  readonly prefix: string;
  /** 32 hex digits. */
  readonly repositoryId: string;
};

export type KitStore =
  | { readonly kind: 's3'; readonly endpoint: string; readonly region: string; readonly bucket: string }
  | { readonly kind: 'b2'; readonly endpoint: string; readonly bucket: string };
