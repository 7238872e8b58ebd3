import { hash } from 'node:crypto';

/** Lower-case hex: the form object names have. */
export function sha256Hex(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}
