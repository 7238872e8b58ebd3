/**
 * Where the bucket is. For B2 `endpoint` is the native API's address (default https://api.backblazeb2.com); the
 * S3 address of the same bucket comes with the authorisation.
 */
export type StoreSettings =
  | { readonly kind: 's3'; readonly endpoint: string; readonly region: string; readonly bucket: string }
  | { readonly kind: 'b2'; readonly endpoint?: string | undefined; readonly bucket: string };

export type StoreCredentials = { readonly keyId: string; readonly key: string };

export const b2Endpoint = 'https://api.backblazeb2.com';

/** Milliseconds without a byte moving after which a connection counts as broken. Tests shorten them. */
export type Patience = { readonly connect: number; readonly idle: number };

/** A first TLS handshake over a bad line takes seconds; B2 answers a slow PUT within about 30 s. */
export const usualPatience: Patience = { connect: 15_000, idle: 60_000 };
