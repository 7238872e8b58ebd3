import type { IncomingMessage } from 'node:http';
import { B2Refusal, expiredToken } from './b2-refusal.ts';

/**
 * What B2 does for clients that test themselves with the header `X-Bz-Test-Mode`. "Some" is here every
 * other one, the first included, so that a test knows what it gets.
 */
export class TestMode {
  #uploads = 0;
  #calls = 0;

  /** @throws service_unavailable, cap_exceeded */
  meetUpload(request: IncomingMessage): void {
    const mode = request.headers['x-bz-test-mode'];
    if (mode === 'force_cap_exceeded') throw new B2Refusal(403, 'cap_exceeded', 'Usage cap exceeded');
    if (mode === 'fail_some_uploads' && this.#uploads++ % 2 === 0)
      throw new B2Refusal(503, 'service_unavailable', 'no tomes available');
  }

  /** Of everything that carries an account token. @throws expired_auth_token, cap_exceeded */
  meetCall(request: IncomingMessage): void {
    const mode = request.headers['x-bz-test-mode'];
    if (mode === 'force_cap_exceeded') throw new B2Refusal(403, 'cap_exceeded', 'Usage cap exceeded');
    if (mode === 'expire_some_account_authorization_tokens' && this.#calls++ % 2 === 0) throw expiredToken();
  }
}
