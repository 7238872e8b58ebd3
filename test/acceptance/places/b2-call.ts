import { createHash } from 'node:crypto';

export type B2Account = {
  readonly accountId: string;
  readonly token: string;
  readonly api: string;
};

/** The B2 native API by hand, as its documentation describes v3. */
export async function authorizeB2(endpoint: string, keyId: string, key: string): Promise<B2Account> {
  const answer = await fetch(`${endpoint}/b2api/v3/b2_authorize_account`, {
    headers: { authorization: `Basic ${Buffer.from(`${keyId}:${key}`).toString('base64')}` },
  });
  const body = (await answer.json()) as {
    accountId: string;
    authorizationToken: string;
    apiInfo: { storageApi: { apiUrl: string } };
  };
  if (!answer.ok) throw new Error(JSON.stringify(body));
  return { accountId: body.accountId, token: body.authorizationToken, api: body.apiInfo.storageApi.apiUrl };
}

/** @throws Error with the provider's answer where it refuses */
export async function callB2<T>(account: B2Account, operation: string, request: object): Promise<T> {
  const answer = await fetch(`${account.api}/b2api/v3/${operation}`, {
    method: 'POST',
    headers: { authorization: account.token },
    body: JSON.stringify(request),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${operation}: ${JSON.stringify(body)}`);
  return body as T;
}

export async function uploadToB2(
  account: B2Account,
  bucketId: string,
  name: string,
  text: string,
): Promise<string> {
  const target = await callB2<{ uploadUrl: string; authorizationToken: string }>(
    account,
    'b2_get_upload_url',
    {
      bucketId,
    },
  );
  const answer = await fetch(target.uploadUrl, {
    method: 'POST',
    headers: {
      authorization: target.authorizationToken,
      'content-type': 'application/octet-stream',
      'x-bz-file-name': name.split('/').map(encodeURIComponent).join('/'),
      'x-bz-content-sha1': createHash('sha1').update(text).digest('hex'),
    },
    body: text,
  });
  const body = (await answer.json()) as { fileId: string };
  if (!answer.ok) throw new Error(`upload: ${JSON.stringify(body)}`);
  return body.fileId;
}
