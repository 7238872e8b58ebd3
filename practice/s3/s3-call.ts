import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { VaultKey } from '../vault/vault-key.ts';
import type { Vault } from '../vault/vault.ts';
import type { VerifiedSignature } from './signature/verify-signature.ts';

/** A request whose signature held: what every operation works from. */
export type S3Call = {
  readonly vault: Vault;
  readonly key: VaultKey;
  readonly request: IncomingMessage;
  readonly headers: IncomingHttpHeaders;
  readonly query: ReadonlyMap<string, string>;
  /** '' where the request names none. */
  readonly bucketName: string;
  /** '' where the request names none. */
  readonly name: string;
  readonly signature: VerifiedSignature;
};

/** What goes back. A string body is XML. */
export type S3Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: string | Readable;
};

export type S3OperationHandler = (call: S3Call) => S3Answer | Promise<S3Answer>;
