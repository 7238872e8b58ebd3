import { HoldfastError } from '../errors/holdfast-error.ts';
import { isPrefix } from '../repository/names.ts';
import { isLoopback } from '../storage/provider-time.ts';
import { b2Endpoint } from '../storage/store-settings.ts';
import type { Settings } from './settings.ts';

export type StoragePlace = { readonly store: Settings['store']; readonly prefix: string };

/** As a person gave it. Exactly one of `b2` and `s3`; `b2: true` is Backblaze itself. */
export type PlaceAsked = {
  readonly b2?: string | true | undefined;
  readonly s3?: string | undefined;
  readonly bucket: string;
  readonly prefix?: string | undefined;
  readonly region?: string | undefined;
};

/** S3 bucket names; B2's are the same within 6 to 63 characters and without dots. */
const bucketPattern = /^[a-z0-9](?:[a-z0-9.-]{1,61})[a-z0-9]$/i;

/** @throws usage with one sentence about the first thing that cannot be */
export function storagePlace(asked: PlaceAsked): StoragePlace {
  if ((asked.b2 === undefined) === (asked.s3 === undefined))
    throw new HoldfastError('usage', { reason: 'Give either --b2 or --s3' });
  if (!bucketPattern.test(asked.bucket))
    throw new HoldfastError('usage', {
      reason: `"${asked.bucket}" is no bucket name; it has 3 to 63 letters, digits and hyphens`,
    });
  const { bucket } = asked;
  const prefix = cleanPrefix(asked.prefix ?? '');
  if (asked.b2 !== undefined) {
    const endpoint = cleanEndpoint(asked.b2 === true ? b2Endpoint : asked.b2);
    // Its sign-in sends the key itself; S3 only sends signatures.
    if (endpoint.startsWith('http:') && !isLoopback(endpoint))
      throw new HoldfastError('usage', {
        reason: `${endpoint} would send the storage key unencrypted; use https`,
      });
    return { store: { kind: 'b2', endpoint, bucket }, prefix };
  }
  const endpoint = cleanEndpoint(asked.s3 ?? '');
  return { store: { kind: 's3', endpoint, region: asked.region ?? regionOf(endpoint), bucket }, prefix };
}

/** Prefix as object names need it: empty, or ending in one slash. */
function cleanPrefix(text: string): string {
  const parts = text.split('/').filter((part) => part !== '');
  const prefix = parts.length === 0 ? '' : `${parts.join('/')}/`;
  if (!isPrefix(prefix))
    throw new HoldfastError('usage', {
      reason: `"${text}" is no prefix; use letters, digits and hyphens, parts separated by "/"`,
    });
  return prefix;
}

function cleanEndpoint(text: string): string {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw new HoldfastError('usage', {
      reason: `"${text}" is no address; write it like https://s3.example.org`,
    });
  if (url.username || url.password || url.search || url.hash)
    throw new HoldfastError('usage', {
      reason: 'The address may hold neither a key nor a query; secrets come from HOLDFAST_KEY',
    });
  return url.href.replace(/\/+$/, '');
}

/** B2, AWS and others carry the region in the host name; servers of one's own usually take any. */
function regionOf(endpoint: string): string {
  const { hostname } = new URL(endpoint);
  return /^s3[.-](?:dualstack\.)?([a-z]{2,}-[a-z0-9-]+)\./.exec(hostname)?.[1] ?? 'us-east-1';
}

/** "the bucket "b" at https://…, prefix laptop/" for messages. */
export function placeInWords({ store, prefix }: StoragePlace): string {
  return `"${store.bucket}" at ${store.endpoint}${prefix ? `, prefix ${prefix}` : ''}`;
}

/**
 * Whether two addresses may lead to one bucket. The native and the S3 address of B2 lead to the same buckets, so there only
 * the names count.
 */
export const isSamePlace = (a: Settings['store'], b: Settings['store']): boolean =>
  a.bucket === b.bucket && (a.kind !== b.kind || a.endpoint === b.endpoint);
