import type { Proof } from '../../upkeep/proof.ts';
import type { StorageKey } from '../secrets/secrets.ts';

/** What the kit said that was shown: the set-up makes the repository to it. */
export type Prepared = {
  readonly masterKey: Uint8Array;
  readonly repositoryId: string;
  readonly passphrase: string;
  /** Bucket and prefix that stand on the page: another place needs another page. */
  readonly place: string;
};

/**
 * All secrets of a set-up, in memory only. Bytes are overwritten when they are let go; text cannot be, so nothing refers to
 * it any more.
 */
export class SetUpSecrets {
  /** The set-up key or the storage key, as was chosen. */
  key: StorageKey | undefined;
  prepared: Prepared | undefined;
  /** The three words were typed back. */
  kitConfirmed = false;
  /** Made by a try that failed later: the next one uses it. */
  madeKey: StorageKey | undefined;
  proof: Proof | undefined;

  /** Before another kit takes its place. */
  dropKit(): void {
    this.prepared?.masterKey.fill(0);
    this.prepared = undefined;
    this.kitConfirmed = false;
  }

  dropKey(): void {
    this.key = undefined;
    this.madeKey = undefined;
    this.proof = undefined;
  }

  drop(): void {
    this.dropKit();
    this.dropKey();
  }
}
