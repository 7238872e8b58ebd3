const mebibyte = 2 ** 20;

/**
 * clamp(16 MiB, 2 MiB · √(repository GB), 128 MiB), see docs/decisions/0003: the more there is, the larger the packs, so
 * that the number of objects, and with it the work of renewing them, grows with the square root.
 * @param repositoryBytes stored so far
 */
export function packTargetBytes(repositoryBytes: number): number {
  const grown = 2 * mebibyte * Math.sqrt(repositoryBytes / 1e9);
  return Math.round(Math.min(Math.max(16 * mebibyte, grown), 128 * mebibyte));
}
