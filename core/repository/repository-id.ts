import { fromHex, isHex, toHex } from '../crypto/hex.ts';

export const repositoryIdBytes = 16;

export function newRepositoryId(random: (bytes: number) => Uint8Array): string {
  return toHex(random(repositoryIdBytes));
}

/** 32 lower-case hex digits. */
export function isRepositoryId(value: unknown): value is string {
  return isHex(value, repositoryIdBytes);
}

export function repositoryIdToBytes(id: string): Uint8Array {
  if (!isRepositoryId(id)) throw new RangeError('a repository id is 32 hex digits');
  return fromHex(id);
}
