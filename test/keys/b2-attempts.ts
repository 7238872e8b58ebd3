import { createHash } from 'node:crypto';
import { Refused, type Attempt, type Target } from './attempt.ts';

export type B2Key = { readonly keyId: string; readonly key: string };
type Call = <T>(operation: string, body: object) => Promise<T>;
export type B2Caller = { readonly accountId: string; readonly call: Call; readonly upload: Upload };
type Upload = (
  bucketId: string,
  name: string,
  headers?: Record<string, string>,
) => Promise<{ fileId: string }>;

/** The native API by hand, with nothing of Holdfast's. */
export async function b2Caller(endpoint: string, { keyId, key }: B2Key): Promise<B2Caller> {
  const basic = `Basic ${Buffer.from(`${keyId}:${key}`).toString('base64')}`;
  const { accountId, authorizationToken, apiInfo } = await answer<{
    accountId: string;
    authorizationToken: string;
    apiInfo: { storageApi: { apiUrl: string } };
  }>(await fetch(`${endpoint}/b2api/v3/b2_authorize_account`, { headers: { authorization: basic } }));
  const call: Call = async (operation, body) =>
    await answer(
      await fetch(`${apiInfo.storageApi.apiUrl}/b2api/v3/${operation}`, {
        method: 'POST',
        headers: { authorization: authorizationToken },
        body: JSON.stringify(body),
      }),
    );
  const upload: Upload = async (bucketId, name, headers = {}) => {
    const to = await call<{ uploadUrl: string; authorizationToken: string }>('b2_get_upload_url', {
      bucketId,
    });
    return await answer(
      await fetch(to.uploadUrl, {
        method: 'POST',
        headers: {
          authorization: to.authorizationToken,
          'content-type': 'application/octet-stream',
          'x-bz-file-name': name.split('/').map(encodeURIComponent).join('/'),
          'x-bz-content-sha1': createHash('sha1').update('other bytes').digest('hex'),
          ...headers,
        },
        body: 'other bytes',
      }),
    );
  };
  return { accountId, call, upload };
}

async function answer<T>(response: Response): Promise<T> {
  const body = (await response.json()) as T & { code?: string };
  if (!response.ok) throw new Refused(response.status, body.code ?? '');
  return body;
}

const inAnHour = (): number => Date.now() + 3_600_000;

/**
 * Every call of the native API that could delete, shorten or bypass, change the rules, or make somebody who can.
 * @param at.otherKeyId a key that is not the caller's
 */
export function b2Attempts(
  { accountId, call, upload }: B2Caller,
  at: {
    readonly bucketId: string;
    readonly otherBucketId: string;
    readonly prefix: string;
    readonly otherKeyId: string;
  },
): readonly Attempt[] {
  const { bucketId, otherBucketId, prefix, otherKeyId } = at;
  const file = ({ name, versionId }: Target): object => ({ fileName: name, fileId: versionId });
  const retain = (target: Target, mode: string | null, until: number | null, bypassGovernance: boolean) =>
    call('b2_update_file_retention', {
      ...file(target),
      fileRetention: { mode, retainUntilTimestamp: until },
      ...(bypassGovernance ? { bypassGovernance } : {}),
    });
  const bucket = (change: object): Promise<unknown> =>
    call('b2_update_bucket', { accountId, bucketId, ...change });
  const rule = { fileNamePrefix: prefix, daysFromHidingToDeleting: 1, daysFromUploadingToHiding: 1 };
  const copy = (target: Target, more: object): Promise<unknown> =>
    call('b2_copy_file', { sourceFileId: target.versionId, fileName: target.name, ...more });
  const large = (target: Target, more: object = {}): Promise<unknown> =>
    call('b2_start_large_file', { bucketId, fileName: target.name, contentType: 'b2/x-auto', ...more });
  const all = ['deleteFiles', 'bypassGovernance', 'writeBuckets', 'writeFileLegalHolds', 'listFiles'];
  return [
    { call: 'b2_delete_file_version', run: (target) => call('b2_delete_file_version', file(target)) },
    {
      call: 'b2_delete_file_version, bypassGovernance',
      run: (target) => call('b2_delete_file_version', { ...file(target), bypassGovernance: true }),
    },
    {
      call: 'b2_cancel_large_file of the version',
      run: ({ versionId }) => call('b2_cancel_large_file', { fileId: versionId }),
    },
    {
      call: 'b2_update_file_retention, earlier',
      run: (target) => retain(target, 'compliance', inAnHour(), false),
    },
    {
      call: 'b2_update_file_retention, earlier, bypassGovernance',
      run: (target) => retain(target, 'compliance', inAnHour(), true),
    },
    {
      call: 'b2_update_file_retention, governance',
      run: (target) => retain(target, 'governance', target.until + 1000, false),
    },
    {
      call: 'b2_update_file_retention, governance, bypassGovernance',
      run: (target) => retain(target, 'governance', target.until + 1000, true),
    },
    {
      call: 'b2_update_file_retention, none, bypassGovernance',
      run: (target) => retain(target, null, null, true),
    },
    {
      call: 'b2_update_file_legal_hold, on',
      run: (target) => call('b2_update_file_legal_hold', { ...file(target), legalHold: 'on' }),
    },
    {
      call: 'b2_update_file_legal_hold, off',
      run: (target) => call('b2_update_file_legal_hold', { ...file(target), legalHold: 'off' }),
    },
    { call: 'b2_update_bucket, lifecycle rule', run: () => bucket({ lifecycleRules: [rule] }) },
    { call: 'b2_update_bucket, no lock', run: () => bucket({ fileLockEnabled: false }) },
    {
      call: 'b2_update_bucket, no default retention',
      run: () => bucket({ defaultRetention: { mode: null } }),
    },
    {
      call: 'b2_update_bucket, other default retention',
      run: () => bucket({ defaultRetention: { mode: 'governance', period: { duration: 1, unit: 'days' } } }),
    },
    { call: 'b2_update_bucket, public', run: () => bucket({ bucketType: 'allPublic' }) },
    { call: 'b2_delete_bucket', run: () => call('b2_delete_bucket', { accountId, bucketId }) },
    {
      call: 'b2_create_bucket',
      run: () =>
        call('b2_create_bucket', { accountId, bucketName: 'made-by-a-thief', bucketType: 'allPrivate' }),
    },
    {
      call: 'b2_create_key',
      run: () => call('b2_create_key', { accountId, keyName: 'thief', capabilities: all }),
    },
    { call: 'b2_list_keys', run: () => call('b2_list_keys', { accountId }) },
    { call: 'b2_delete_key', run: () => call('b2_delete_key', { applicationKeyId: otherKeyId }) },
    {
      call: 'b2_get_download_authorization',
      run: () =>
        call('b2_get_download_authorization', {
          bucketId,
          fileNamePrefix: prefix,
          validDurationInSeconds: 60,
        }),
    },
    { call: 'b2_hide_file', run: ({ name }) => call('b2_hide_file', { bucketId, fileName: name }) },
    {
      call: 'b2_hide_file outside its prefix',
      run: () => call('b2_hide_file', { bucketId, fileName: 'theirs' }),
    },
    { call: 'b2_upload_file over the name', run: ({ name }) => upload(bucketId, name) },
    { call: 'b2_upload_file outside its prefix', run: () => upload(bucketId, 'theirs') },
    {
      call: 'b2_upload_file with a legal hold',
      run: ({ name }) => upload(bucketId, name, { 'x-bz-file-legal-hold': 'on' }),
    },
    { call: 'b2_copy_file over the name', run: (target) => copy(target, {}) },
    { call: 'b2_copy_file with a legal hold', run: (target) => copy(target, { legalHold: 'on' }) },
    {
      call: 'b2_copy_file to another bucket',
      run: (target) => copy(target, { destinationBucketId: otherBucketId }),
    },
    { call: 'b2_start_large_file of the name', run: (target) => large(target) },
    { call: 'b2_start_large_file with a legal hold', run: (target) => large(target, { legalHold: 'on' }) },
  ];
}
