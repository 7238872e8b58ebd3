import { B2Refusal } from './b2-refusal.ts';

/** One upload at a time per URL and token; after an upload that B2 failed, the pair is worth nothing. */
export class UploadUrls {
  #issued = 0;
  readonly #busy = new Set<string>();
  readonly #dead = new Set<string>();

  /** A name for a new URL; the token is made for it. */
  next(): string {
    this.#issued += 1;
    return `${process.pid}-${this.#issued}`;
  }

  /** @throws auth_token_limit, bad_auth_token */
  enter(url: string): void {
    if (this.#dead.has(url)) throw new B2Refusal(401, 'bad_auth_token', 'upload token is no longer valid');
    if (this.#busy.has(url))
      throw new B2Refusal(400, 'auth_token_limit', `more than one upload using auth token ${url}`);
    this.#busy.add(url);
  }

  leave(url: string): void {
    this.#busy.delete(url);
  }

  kill(url: string): void {
    this.#dead.add(url);
  }
}
