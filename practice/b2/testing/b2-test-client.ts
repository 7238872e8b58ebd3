import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPracticeVault, type PracticeVault } from '../../server/start-practice-vault.ts';

// Answers are compared field by field in the tests, so their type would only be in the way.
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any;

export type Answer = { readonly status: number; readonly body: Json; readonly headers: Headers };

export type Session = {
  readonly token: string;
  readonly accountId: string;
  /** @param version of the API; 3 unless said */
  call(name: string, body?: object, version?: number): Promise<Answer>;
};

/** A served practice vault and bare fetch: what a test sees is what is on the wire. */
export class B2TestClient {
  readonly dir = mkdtempSync(join(tmpdir(), 'vault-'));
  served!: PracticeVault;
  /** The ordinary key with all rights. */
  all!: Session;
  #buckets = 0;

  static async start(options: { readonly liar?: boolean } = {}): Promise<B2TestClient> {
    const client = new B2TestClient();
    client.served = await startPracticeVault({ dir: client.dir, ...options });
    client.all = await client.session(client.served.keyId, client.served.key);
    return client;
  }

  async restart(): Promise<void> {
    const { port } = this.served;
    await this.served.close();
    this.served = await startPracticeVault({ dir: this.dir, port });
    // fetch learns here that its kept connection is gone.
    await fetch(this.served.b2).catch(() => undefined);
  }

  async remove(): Promise<void> {
    await this.served.close();
    rmSync(this.dir, { recursive: true });
  }

  authorize(keyId: string, key: string, version = 3): Promise<Answer> {
    const basic = Buffer.from(`${keyId}:${key}`).toString('base64');
    return answer(`${this.served.b2}/b2api/v${version}/b2_authorize_account`, {
      headers: { authorization: `Basic ${basic}` },
    });
  }

  async session(keyId: string, key: string): Promise<Session> {
    const { body } = await this.authorize(keyId, key, 4);
    return this.sessionWith(body.authorizationToken, body.accountId);
  }

  sessionWith(token: string, accountId: string): Session {
    return {
      token,
      accountId,
      call: (name, body = {}, version = 3) =>
        answer(`${this.served.b2}/b2api/v${version}/${name}`, {
          method: 'POST',
          headers: { authorization: token },
          body: JSON.stringify(body),
        }),
    };
  }

  /** A session with a key made for it. */
  async keyWith(
    capabilities: readonly string[],
    restriction: { bucketId?: string; namePrefix?: string; validDurationInSeconds?: number } = {},
  ): Promise<Session & { readonly keyId: string; readonly key: string }> {
    const { body } = await this.all.call('b2_create_key', {
      accountId: this.all.accountId,
      keyName: 'test',
      capabilities,
      ...restriction,
    });
    const session = await this.session(body.applicationKeyId, body.applicationKey);
    return { ...session, keyId: body.applicationKeyId, key: body.applicationKey };
  }

  /** A new bucket's id; with lock unless said. */
  async bucket(settings: object = { fileLockEnabled: true }): Promise<string> {
    this.#buckets += 1;
    const { body } = await this.all.call('b2_create_bucket', {
      accountId: this.all.accountId,
      bucketName: `bucket-${this.#buckets}`,
      bucketType: 'allPrivate',
      ...settings,
    });
    return body.bucketId;
  }

  uploadUrl(bucketId: string, by: Session = this.all): Promise<Answer> {
    return by.call('b2_get_upload_url', { bucketId });
  }

  /** Headers that are undefined are left out. */
  async upload(
    bucketId: string,
    name: string,
    bytes: Buffer | string = name,
    headers: Record<string, string | undefined> = {},
    by: Session = this.all,
  ): Promise<Answer> {
    const url = await this.uploadUrl(bucketId, by);
    return url.status === 200 ? this.uploadTo(url.body, name, bytes, headers) : url;
  }

  uploadTo(
    url: { readonly uploadUrl: string; readonly authorizationToken: string },
    name: string,
    bytes: Buffer | string,
    headers: Record<string, string | undefined> = {},
  ): Promise<Answer> {
    const all: Record<string, string | undefined> = {
      authorization: url.authorizationToken,
      'x-bz-file-name': encodeURIComponent(name),
      'x-bz-content-sha1': sha1(bytes),
      'content-type': 'b2/x-auto',
      ...headers,
    };
    const said = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return answer(url.uploadUrl, {
      method: 'POST',
      headers: Object.fromEntries(said),
      body: new Uint8Array(Buffer.from(bytes)),
    });
  }

  admin(method: string, path: string, body?: object): Promise<Answer> {
    return answer(`${this.served.b2}/.practice/${path}`, {
      method,
      headers: { 'x-practice-admin': '1' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async advance(milliseconds: number): Promise<void> {
    await this.admin('POST', 'clock', { advanceMs: milliseconds });
  }

  /** The vault's time. */
  async now(): Promise<number> {
    return (await this.admin('GET', 'state')).body.now;
  }
}

export function sha1(bytes: Buffer | string): string {
  return createHash('sha1').update(bytes).digest('hex');
}

async function answer(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    body: isJson ? (JSON.parse(text) as Json) : text,
    headers: response.headers,
  };
}

/** What a refusal must look like. */
export function refusal(status: number, code: string): object {
  return { status, body: { status, code } };
}
