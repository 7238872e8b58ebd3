import B2 from 'backblaze-b2';
import type { z } from 'zod';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { isLoopback, type ProviderTime } from '../provider-time.ts';
import type { Patience, StoreCredentials } from '../store-settings.ts';
import { authorization, type Authorization } from './b2-answers.ts';
import { isStaleToken, toB2Error, type B2Question } from './b2-errors.ts';

type Answer = { readonly data: unknown; readonly headers: Record<string, string | undefined> };

/** One call of the library, with what must be merged into its options. */
type Send = (b2: B2, axios: { readonly axios: object }) => Promise<Answer>;

/**
 * B2's native API (v2) through `backblaze-b2`, which never retries a POST and never authorises again: the first is
 * left to our decorator, the second is done here. Its errors carry the key, so none leaves this class.
 */
export class B2Control {
  readonly #b2: B2;
  readonly #endpoint: string;
  readonly #time: ProviderTime;
  readonly #axios: object;
  #authorized: Promise<Authorization> | undefined;

  constructor(endpoint: string, credentials: StoreCredentials, time: ProviderTime, patience: Patience) {
    this.#endpoint = endpoint;
    this.#time = time;
    this.#axios = { timeout: patience.idle, maxRedirects: 0, proxy: false };
    // The library keeps one axios instance for the whole process, the newest wins: all of ours ask for the same.
    this.#b2 = new B2({
      applicationKeyId: credentials.keyId,
      applicationKey: credentials.key,
      retry: { retries: 0 },
      axios: { headers: { 'User-Agent': 'holdfast/0.1' } },
    });
  }

  /** Signs in at the first call. @throws key-invalid, network-unreachable, provider-answer-invalid */
  authorize(): Promise<Authorization> {
    this.#authorized ??= this.#signIn().catch((error: unknown) => {
      this.#authorized = undefined;
      throw error;
    });
    return this.#authorized;
  }

  /** Signs in, calls, checks the answer; once more with a new token where the old one ran out. */
  async call<T>(schema: z.ZodType<T>, question: Omit<B2Question, 'endpoint'>, send: Send): Promise<T> {
    const asked = { ...question, endpoint: this.#endpoint };
    const session = await this.authorize();
    try {
      return this.#read(schema, await this.#send(send));
    } catch (error) {
      if (!isStaleToken(error)) throw toB2Error(error, asked);
    }
    await this.#reauthorize(session);
    try {
      return this.#read(schema, await this.#send(send));
    } catch (error) {
      throw toB2Error(error, asked);
    }
  }

  /** A call that the library does not know. `getFileInfo` carries it: harmless should the override ever be dropped. */
  async callByName<T>(
    schema: z.ZodType<T>,
    question: Omit<B2Question, 'endpoint'>,
    name: string,
    data: { readonly fileId: string },
  ): Promise<T> {
    return await this.call(schema, question, (b2, axios) =>
      b2.getFileInfo({
        fileId: data.fileId,
        ...axios,
        axiosOverride: { url: `${apiUrl(b2)}/b2api/v2/${name}`, data },
      }),
    );
  }

  /** Calls that find the token stale at the same time share one new authorisation. */
  async #reauthorize(stale: Authorization): Promise<void> {
    if ((await this.authorize()) === stale) this.#authorized = undefined;
    await this.authorize();
  }

  async #signIn(): Promise<Authorization> {
    try {
      const answer = await this.#send((b2, axios) =>
        b2.authorize({
          ...axios,
          axiosOverride: { url: `${this.#endpoint}/b2api/v2/b2_authorize_account` },
        }),
      );
      const session = this.#read(authorization, answer);
      this.#refuseOpenLine(session);
      return session;
    } catch (error) {
      throw toB2Error(error, { operation: undefined, endpoint: this.#endpoint });
    }
  }

  async #send(send: Send): Promise<Answer> {
    try {
      const answer = await send(this.#b2, { axios: this.#axios });
      this.#time.observe(answer.headers);
      return answer;
    } catch (error) {
      const headers = (error as { response?: Partial<Answer> } | undefined)?.response?.headers;
      if (headers !== undefined) this.#time.observe(headers);
      throw error;
    }
  }

  #read<T>(schema: z.ZodType<T>, answer: Answer): T {
    const read = schema.safeParse(answer.data);
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    throw new HoldfastError('provider-answer-invalid', {
      endpoint: this.#endpoint,
      expected: 'the B2 service',
      reason: issue === undefined ? undefined : `${issue.path.join('.')}: ${issue.message}`,
    });
  }

  /** Tokens and signatures go to the addresses in the answer: never unencrypted, except on this computer. */
  #refuseOpenLine(session: Authorization): void {
    for (const url of [session.apiUrl, session.s3ApiUrl])
      if (!url.startsWith('https:') && !(isLoopback(this.#endpoint) && isLoopback(url)))
        throw new HoldfastError('provider-answer-invalid', {
          endpoint: this.#endpoint,
          expected: 'the B2 service',
          reason: `it names an unencrypted address: ${url}`,
        });
  }
}

/** Set by `authorize`; the typings do not have it. */
function apiUrl(b2: B2): string {
  return (b2 as unknown as { readonly apiUrl: string }).apiUrl;
}
