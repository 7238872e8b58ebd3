import type { ChecksumAlgorithm } from '../payload/checksum.ts';

/** What is kept beside a version so that readers can verify it: `{"checksum": "crc32:<base64>"}`. */
export function storeChecksum(
  algorithm: ChecksumAlgorithm | undefined,
  value: string | undefined,
): Readonly<Record<string, string>> {
  return algorithm === undefined || value === undefined ? {} : { checksum: `${algorithm}:${value}` };
}

/** The kept checksum as response headers. */
export function checksumHeaders(extra: Readonly<Record<string, string>>): Record<string, string> {
  const kept = extra['checksum'];
  if (kept === undefined) return {};
  const at = kept.indexOf(':');
  return {
    [`x-amz-checksum-${kept.slice(0, at)}`]: kept.slice(at + 1),
    'x-amz-checksum-type': 'FULL_OBJECT',
  };
}
