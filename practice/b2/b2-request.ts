import type { ApiContext } from '../server/api.ts';
import { mayUse, reaches, type Target } from '../vault/access.ts';
import type { VaultBucket } from '../vault/vault-bucket.ts';
import type { VaultKey } from '../vault/vault-key.ts';
import type { VaultVersion } from '../vault/vault-version.ts';
import { B2Refusal, badRequest, unauthorized } from './b2-refusal.ts';
import type { Tokens } from './tokens.ts';
import type { UploadUrls } from './upload-urls.ts';

/** What all calls share. */
export type B2Context = ApiContext & {
  readonly tokens: Tokens;
  readonly uploadUrls: UploadUrls;
  /** `http://127.0.0.1:PORT` */
  readonly origin: () => string;
};

/** What becomes the JSON body; undefined: answered already (downloads), or the connection is gone. */
export type B2Answer = object | undefined;

/** 1 to 4: the `v4` of the path. */
export type ApiVersion = 1 | 2 | 3 | 4;

/** One call by an authorized key. */
export type B2Request = B2Context & { readonly key: VaultKey; readonly apiVersion: ApiVersion };

/** @throws 401 unauthorized: the capability is missing, or the target is out of the key's bucket or prefix */
export function need({ key }: { readonly key: VaultKey }, capability: string, target: Target = {}): void {
  if (!mayUse(key, capability, target)) throw unauthorized(`unauthorized for application key: ${capability}`);
}

/** As `need`, but B2 answers 403 access_denied where a lock of a file is to be changed. */
export function needForLock(request: B2Request, capability: string, target: Target): void {
  if (!reaches(request.key, target)) throw unauthorized('unauthorized for application key');
  if (!request.key.capabilities.includes(capability))
    throw new B2Refusal(403, 'access_denied', `Auth token not authorized: ${capability}`);
}

/** The bucket of a call, after the key was found to have the capability in it. @throws unauthorized, bad_bucket_id */
export function enterBucket(
  request: B2Request,
  bucketId: string,
  capability: string,
  name?: string,
): VaultBucket {
  need(request, capability, name === undefined ? { bucketId } : { bucketId, name });
  const bucket = request.vault.bucketById(bucketId);
  if (bucket === undefined) throw new B2Refusal(400, 'bad_bucket_id', `Bucket does not exist: ${bucketId}`);
  return bucket;
}

/**
 * The version that a call names by id and name, whatever its action.
 * @throws unauthorized, file_not_present (also where the name is not the version's)
 */
export function enterVersion(request: B2Request, fileId: string, fileName: string): VaultVersion {
  const version = request.vault.version(fileId);
  if (version !== undefined && !reaches(request.key, version)) throw unauthorized('unauthorized for file');
  if (version === undefined || version.name !== fileName)
    throw new B2Refusal(400, 'file_not_present', `file not present: ${fileName} ${fileId}`);
  return version;
}

/** The account that a call names must be the only one there is. */
export function checkAccount(request: B2Request, accountId: string): void {
  if (accountId !== request.vault.accountId) throw badRequest(`account does not exist: ${accountId}`);
}
