import { createHmac } from 'node:crypto';

/** What a signature is bound to besides the request: `date/region/s3/aws4_request`. */
export type SigningScope = { readonly date: string; readonly region: string };

/** `YYYYMMDD/region/s3/aws4_request`, the second part of a credential. */
export function scopeText(scope: SigningScope): string {
  return `${scope.date}/${scope.region}/s3/aws4_request`;
}

/** Enough for every key and day that a practice vault sees at once. */
const maxCached = 200;

/**
 * Derives signing keys and remembers them: four HMACs saved on each request, which is what makes thousands
 * of small requests a second possible.
 */
export class SigningKeys {
  readonly #known = new Map<string, Buffer>();

  keyFor(secret: string, scope: SigningScope): Buffer {
    const name = `${secret}\n${scope.date}\n${scope.region}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const day = hmac(`AWS4${secret}`, scope.date);
    const key = hmac(hmac(hmac(day, scope.region), 's3'), 'aws4_request');
    if (this.#known.size >= maxCached) this.#known.clear();
    this.#known.set(name, key);
    return key;
  }
}

export function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
