import type { PracticeVault } from '../server/start-practice-vault.ts';

export type VaultThreadData = { readonly dir: string; readonly port: number };

/** What a client needs to know. */
export type VaultAddress = Pick<PracticeVault, 'b2' | 's3' | 'region' | 'keyId' | 'key'>;

export type FromVaultThread =
  | { readonly kind: 'started'; readonly vault: VaultAddress }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };
