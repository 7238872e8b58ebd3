import { createHmac, timingSafeEqual } from 'node:crypto';

export const macBytes = 32;

/** HMAC-SHA-256. */
export function mac(key: Uint8Array, message: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update(message).digest();
}

export function macFits(key: Uint8Array, message: Uint8Array, claimed: Uint8Array): boolean {
  return claimed.length === macBytes && timingSafeEqual(mac(key, message), claimed);
}
