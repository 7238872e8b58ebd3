import { isExpired } from '../vault/access.ts';
import { minPartBytes } from '../vault/large-files.ts';
import type { VaultKey } from '../vault/vault-key.ts';
import { unauthorized } from './b2-refusal.ts';
import type { ApiVersion, B2Context } from './b2-request.ts';
import { isShownIn } from './key-json.ts';

/** What B2 recommends; only a hint to clients. */
const recommendedPartBytes = 100_000_000;

/** @param header HTTP Basic: key id and key. @throws unauthorized */
export function authorizeAccount(
  context: B2Context,
  apiVersion: ApiVersion,
  header: string | undefined,
): unknown {
  const key = keyOf(context, header);
  if (!isShownIn(apiVersion, key)) throw unauthorized('keys for several buckets need v4 of the API');
  const shared = {
    accountId: context.vault.accountId,
    authorizationToken: context.tokens.issue('account', key),
  };
  const api = {
    absoluteMinimumPartSize: minPartBytes,
    apiUrl: context.origin(),
    downloadUrl: context.origin(),
    recommendedPartSize: recommendedPartBytes,
    s3ApiUrl: context.origin(),
  };
  const { capabilities, namePrefix } = key;
  const [bucket] = bucketsOf(context, key) ?? [];
  const one = { bucketId: bucket?.id ?? null, bucketName: bucket?.name ?? null };
  if (apiVersion === 1)
    return {
      ...shared,
      ...api,
      minimumPartSize: recommendedPartBytes,
      allowed: { ...one, capabilities, namePrefix },
    };
  if (apiVersion === 2) return { ...shared, ...api, allowed: { ...one, capabilities, namePrefix } };
  const storageApi =
    apiVersion === 3
      ? { ...api, ...one, capabilities, infoType: 'storageApi', namePrefix }
      : { ...api, allowed: { buckets: bucketsOf(context, key), capabilities, namePrefix } };
  return { ...shared, apiInfo: { storageApi }, applicationKeyExpirationTimestamp: key.expiresAt };
}

function keyOf({ vault }: B2Context, header: string | undefined): VaultKey {
  const text = Buffer.from(/^Basic +(\S+)$/i.exec(header ?? '')?.[1] ?? '', 'base64').toString();
  const colon = text.indexOf(':');
  const key = vault.key(text.slice(0, Math.max(colon, 0)));
  if (key === undefined || key.secret !== text.slice(colon + 1) || isExpired(key, vault.now()))
    throw unauthorized('invalid application key id or application key');
  return key;
}

/** The name is null where the bucket was deleted. */
function bucketsOf(
  { vault }: B2Context,
  key: VaultKey,
): readonly { readonly id: string; readonly name: string | null }[] | null {
  return key.bucketIds?.map((id) => ({ id, name: vault.bucketById(id)?.name ?? null })) ?? null;
}
