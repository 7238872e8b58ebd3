import { S3Refusal } from '../s3-refusal.ts';

/**
 * Percent-encodes as Signature Version 4 wants it: everything but A-Z a-z 0-9 - . _ ~ (encodeURIComponent
 * leaves five more alone). `/` is encoded too.
 */
export function encodeUri(text: string): string {
  const encoded = encodeURIComponent(text);
  return /[!'()*]/.test(encoded)
    ? encoded.replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`)
    : encoded;
}

/** Decodes a path without normalising it: `..`, `//` and `+` are ordinary parts of a key. */
export function decodePath(rawPath: string): string {
  try {
    return decodeURIComponent(rawPath);
  } catch {
    throw new S3Refusal('InvalidURI');
  }
}

/** A path as it is signed: decoded once and encoded by the one rule, however the client wrote it. */
export function canonicalPath(decodedPath: string): string {
  return encodeUri(decodedPath).replaceAll('%2F', '/');
}

/** Decoded query parameters in the order of the request. `+` is a space, as in forms. */
export function parseQuery(rawQuery: string): readonly (readonly [string, string])[] {
  if (rawQuery === '') return [];
  try {
    return rawQuery
      .split('&')
      .filter((part) => part !== '')
      .map((part) => {
        const at = part.indexOf('=');
        const name = at < 0 ? part : part.slice(0, at);
        const value = at < 0 ? '' : part.slice(at + 1);
        return [decodeQueryPart(name), decodeQueryPart(value)] as const;
      });
  } catch {
    throw new S3Refusal('InvalidURI');
  }
}

function decodeQueryPart(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

/** The query as it is signed: encoded, sorted by encoded name and then value, without the signature itself. */
export function canonicalQuery(query: readonly (readonly [string, string])[]): string {
  return query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encodeUri(name), encodeUri(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}
