import { createHmac, hash } from 'node:crypto';

/** What a signature is bound to besides the request: `date/region/s3/aws4_request`. */
export type SigningScope = { readonly date: string; readonly region: string };

/** `YYYYMMDD/region/s3/aws4_request`, the second part of a credential. */
export function scopeText(scope: SigningScope): string {
  return `${scope.date}/${scope.region}/s3/aws4_request`;
}

/** Enough for every key and day that a practice vault sees at once. */
const maxCached = 200;

/**
 * HMAC-SHA-256 under one key, for short texts. Its two padded key blocks are kept and hashed with the one-shot
 * call: a tenth of the time that createHmac takes.
 */
export class SigningKey {
  readonly #inner = Buffer.alloc(blockBytes, 0x36);
  readonly #outer = Buffer.alloc(blockBytes + hashBytes, 0x5c);

  /** `key`: at most 64 bytes; here always 32. */
  constructor(key: Buffer) {
    for (const [index, byte] of key.entries()) {
      this.#inner[index] = byte ^ 0x36;
      this.#outer[index] = byte ^ 0x5c;
    }
  }

  /** Hex. */
  sign(text: string): string {
    hash('sha256', Buffer.concat([this.#inner, Buffer.from(text)]), 'buffer').copy(this.#outer, blockBytes);
    return hash('sha256', this.#outer);
  }
}

const blockBytes = 64;
const hashBytes = 32;

/**
 * Derives signing keys and remembers them: four HMACs saved on each request, which is what makes thousands
 * of small requests a second possible.
 */
export class SigningKeys {
  readonly #known = new Map<string, SigningKey>();

  keyFor(secret: string, scope: SigningScope): SigningKey {
    const name = `${secret}\n${scope.date}\n${scope.region}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const day = hmac(`AWS4${secret}`, scope.date);
    const key = new SigningKey(hmac(hmac(hmac(day, scope.region), 's3'), 'aws4_request'));
    if (this.#known.size >= maxCached) this.#known.clear();
    this.#known.set(name, key);
    return key;
  }
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
