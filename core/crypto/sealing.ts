import { createCipheriv, createDecipheriv, hkdfSync, timingSafeEqual } from 'node:crypto';

const saltBytes = 32;
const commitmentBytes = 32;
const tagBytes = 16;

/** Bytes that sealing adds: salt, key commitment, tag. */
export const sealOverhead = saltBytes + commitmentBytes + tagBytes;
export { saltBytes };

/** Each seal has its own key, so one fixed nonce is never used twice with a key. */
const nonce = new Uint8Array(12);

/** Key for this one seal (32 bytes) and its commitment (32 bytes): GCM alone does not commit to its key. */
function sealKeys(purposeKey: Uint8Array, salt: Uint8Array): { key: Uint8Array; commitment: Uint8Array } {
  const bytes = new Uint8Array(hkdfSync('sha256', purposeKey, salt, 'holdfast/1/seal', 64));
  return { key: bytes.subarray(0, 32), commitment: bytes.subarray(32) };
}

/**
 * Writes salt, commitment, AES-256-GCM ciphertext of the pieces in a row, tag to `out` from `at`.
 * The caller made sure of room: `sealOverhead` + the pieces' lengths.
 * @param salt 32 fresh random bytes, never used before
 * @returns where the sealed bytes end
 */
export function sealInto(
  out: Uint8Array,
  at: number,
  purposeKey: Uint8Array,
  additionalData: Uint8Array,
  salt: Uint8Array,
  pieces: readonly Uint8Array[],
): number {
  const { key, commitment } = sealKeys(purposeKey, salt);
  out.set(salt, at);
  out.set(commitment, at + saltBytes);
  let end = at + saltBytes + commitmentBytes;
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(additionalData);
  for (const piece of pieces) {
    const sealed = cipher.update(piece);
    out.set(sealed, end);
    end += sealed.length;
  }
  cipher.final();
  out.set(cipher.getAuthTag(), end);
  return end + tagBytes;
}

/** The content, or undefined where key, additional data or any bit is wrong. */
export function openSealed(
  purposeKey: Uint8Array,
  additionalData: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined {
  if (sealed.length < sealOverhead) return undefined;
  const { key, commitment } = sealKeys(purposeKey, sealed.subarray(0, saltBytes));
  const start = saltBytes + commitmentBytes;
  if (!timingSafeEqual(commitment, sealed.subarray(saltBytes, start))) return undefined;
  const end = sealed.length - tagBytes;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(additionalData);
  decipher.setAuthTag(sealed.subarray(end));
  const content = decipher.update(sealed.subarray(start, end));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return content;
}
