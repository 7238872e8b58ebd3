import { hkdfSync } from 'node:crypto';
import { toHex } from './hex.ts';

/** One 32-byte key per purpose, all derived from the master key. Plain data: may be posted to workers. */
export type RepositoryKeys = {
  /** Chunk ids: HMAC-SHA-256. */
  readonly chunkId: Uint8Array;
  /** The chunker's gear table. */
  readonly gear: Uint8Array;
  readonly data: Uint8Array;
  readonly tree: Uint8Array;
  readonly index: Uint8Array;
  readonly snapshot: Uint8Array;
  /** MAC of the cleartext of snapshots. Reads nothing, so a guard may hold it. */
  readonly list: Uint8Array;
  /** MAC of the repository object. */
  readonly repository: Uint8Array;
};

export const masterKeyBytes = 32;

const noSalt = new Uint8Array(0);

/** HKDF-SHA-256 of a uniformly random key, `info` = "holdfast/1/" + purpose. */
export function deriveKey(from: Uint8Array, purpose: string, length = 32): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', from, noSalt, `holdfast/1/${purpose}`, length));
}

/** @param master the 32 bytes that the 24 recovery words stand for */
export function deriveKeys(master: Uint8Array): RepositoryKeys {
  assertMaster(master);
  return {
    chunkId: deriveKey(master, 'chunk-id'),
    gear: deriveKey(master, 'gear'),
    data: deriveKey(master, 'data'),
    tree: deriveKey(master, 'tree'),
    index: deriveKey(master, 'index'),
    snapshot: deriveKey(master, 'snapshot'),
    list: deriveKey(master, 'list'),
    repository: deriveKey(master, 'repository'),
  };
}

/** What the recovery kit prints so that a person can compare: 16 hex digits in groups of four. Not secret. */
export function fingerprint(master: Uint8Array): string {
  assertMaster(master);
  return toHex(deriveKey(master, 'fingerprint', 8)).replace(/(.{4})(?=.)/g, '$1-');
}

function assertMaster(master: Uint8Array): void {
  if (master.length !== masterKeyBytes) throw new RangeError('a master key has 32 bytes');
}
