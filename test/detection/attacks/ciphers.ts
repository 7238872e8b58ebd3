import { createCipheriv, createHash } from 'node:crypto';

/** What an encryptor does to the bytes of one file; the same name gives the same bytes for the same contents. */
export type Cipher = { readonly name: string; readonly alter: (bytes: Uint8Array) => Uint8Array };

function aes(bytes: Uint8Array): Buffer {
  const key = createHash('sha256').update(bytes).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(bytes);
}

/** Encrypts `length` bytes of every `stride`, from `from` on. */
function striped(name: string, from: number, length: number, stride: number): Cipher {
  return {
    name,
    alter(bytes) {
      const sealed = aes(bytes);
      const out = Buffer.from(bytes);
      for (let at = from; at < bytes.length; at += stride)
        sealed.copy(out, at, at, Math.min(bytes.length, at + length));
      return out;
    },
  };
}

const endless = Number.MAX_SAFE_INTEGER;

/** As most do: all of it, and the sealed key behind it. */
export const whole: Cipher = {
  name: 'whole',
  alter: (bytes) => Buffer.concat([aes(bytes), aes(Buffer.alloc(256, bytes.length & 255))]),
};
export const wholeSameLength = striped('whole, same length', 0, endless, endless);
/** Every other 16 bytes, as LockFile did: half of a text stays readable. */
export const everyOther16 = striped('every other 16 bytes', 0, 16, 32);
/** As the fast modes of BlackCat and others: a block, then a gap. */
export const blocks = striped('4 KiB of every 16 KiB', 0, 4_096, 16_384);
export const headOnly = striped('the first 4 KiB', 0, 4_096, endless);
export const shortHeadOnly = striped('the first 512 bytes', 0, 512, endless);
export const headSpared = striped('all but the first 4 KiB', 4_096, endless, endless);
export const blocksHeadSpared = striped('4 KiB of every 16 KiB after the first 4 KiB', 4_096, 4_096, 16_384);
export const magicSpared = striped('all but the first 64 bytes', 64, endless, endless);
export const base64: Cipher = {
  name: 'base64',
  alter: (bytes) => Buffer.from(aes(bytes).toString('base64')),
};
export const oneByteXor: Cipher = { name: 'xor', alter: (bytes) => bytes.map((byte) => byte ^ 0x5a) };
export const zeros: Cipher = { name: 'zeros', alter: (bytes) => new Uint8Array(bytes.length) };
export const nothing: Cipher = { name: 'nothing', alter: () => new Uint8Array(0) };
