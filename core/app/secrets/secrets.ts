/** What a set-up home needs to work without asking. */
export type Secrets = {
  /** 32 bytes: what the 24 recovery words say. */
  readonly masterKey: Uint8Array;
  readonly backupKey: StorageKey;
  /** Replaced after a theft, and kept to see when the provider refuses it at last: the thief has it anyway. */
  readonly formerKey?: StorageKey | undefined;
};

export type StorageKey = { readonly keyId: string; readonly key: string };

/** Where the secrets of one repository are kept on this computer. */
export interface SecretPlace {
  readonly kind: 'keychain' | 'sealed-file';
  /** undefined: nothing is kept there. @throws passphrase-wrong, keychain-silent */
  read(): Promise<Secrets | undefined>;
  write(secrets: Secrets): Promise<void>;
  erase(): Promise<void>;
}
