import { createHash } from 'node:crypto';

type UploadTarget = { readonly uploadUrl: string; readonly authorizationToken: string };
type Account = { readonly accountId: string; readonly token: string; readonly api: string };

/** The B2 native API by hand, as its documentation describes v3; authorizes again when its token has expired. */
export class B2Session {
  readonly accountId: string;
  readonly #authorize: () => Promise<Account>;
  #account: Account;

  private constructor(account: Account, authorize: () => Promise<Account>) {
    this.accountId = account.accountId;
    this.#account = account;
    this.#authorize = authorize;
  }

  static async open(endpoint: string, keyId: string, key: string): Promise<B2Session> {
    const again = (): Promise<Account> => authorize(endpoint, keyId, key);
    return new B2Session(await again(), again);
  }

  /** @throws Error with the provider's answer where it refuses */
  async call<T>(operation: string, request: object): Promise<T> {
    const first = await this.#send(operation, request);
    if (first.status !== 401) return await read<T>(operation, first);
    this.#account = await this.#authorize();
    return await read<T>(operation, await this.#send(operation, request));
  }

  /** @returns the file id */
  async upload(bucketId: string, name: string, body: string | Uint8Array): Promise<string> {
    return await this.uploadTo(await this.uploadTarget(bucketId), name, body);
  }

  async uploadTarget(bucketId: string): Promise<UploadTarget> {
    return await this.call<UploadTarget>('b2_get_upload_url', { bucketId });
  }

  /** One upload after the other. @returns the file id */
  async uploadTo(target: UploadTarget, name: string, body: string | Uint8Array): Promise<string> {
    const answer = await fetch(target.uploadUrl, {
      method: 'POST',
      headers: {
        authorization: target.authorizationToken,
        'content-type': 'application/octet-stream',
        'x-bz-file-name': name.split('/').map(encodeURIComponent).join('/'),
        'x-bz-content-sha1': createHash('sha1').update(body).digest('hex'),
      },
      body: typeof body === 'string' ? body : Uint8Array.from(body),
    });
    return (await read<{ fileId: string }>('upload', answer)).fileId;
  }

  #send(operation: string, request: object): Promise<Response> {
    return fetch(`${this.#account.api}/b2api/v3/${operation}`, {
      method: 'POST',
      headers: { authorization: this.#account.token },
      body: JSON.stringify(request),
    });
  }
}

async function authorize(endpoint: string, keyId: string, key: string): Promise<Account> {
  const basic = Buffer.from(`${keyId}:${key}`).toString('base64');
  const answer = await fetch(`${endpoint}/b2api/v3/b2_authorize_account`, {
    headers: { authorization: `Basic ${basic}` },
  });
  const body = await read<{
    accountId: string;
    authorizationToken: string;
    apiInfo: { storageApi: { apiUrl: string } };
  }>('b2_authorize_account', answer);
  return { accountId: body.accountId, token: body.authorizationToken, api: body.apiInfo.storageApi.apiUrl };
}

async function read<T>(operation: string, answer: Response): Promise<T> {
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${operation}: ${JSON.stringify(body)}`);
  return body as T;
}
