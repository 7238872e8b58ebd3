import type { IncomingHttpHeaders } from 'node:http';

/** A request as far as its signature is concerned. Header names are lower-case, as Node gives them. */
export type SignedRequest = {
  readonly method: string;
  /** Percent-decoded, not normalised. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: IncomingHttpHeaders;
};

/** The value of a header, or '' where it is missing. */
export function headerText(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : (value?.join(',') ?? '');
}
