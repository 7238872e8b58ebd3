import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Vault } from '../vault/vault.ts';
import type { CallCounts } from './call-counts.ts';
import type { Faults } from './faults.ts';

/** Answers every request it is given, also refused ones. A rejection is a fault of the practice vault (500). */
export type ApiHandler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

/**
 * What an API is made of. For every request, as soon as the operation is known:
 * `counts.add(api, operation)`, then `await faults.meet({ api, operation, key }, request, response)`.
 */
export type ApiContext = {
  readonly vault: Vault;
  readonly counts: CallCounts;
  readonly faults: Faults;
  /** Real time: only for the freshness of SigV4 signatures. */
  readonly realNow: () => number;
};
