import type { IncomingMessage, ServerResponse } from 'node:http';
import { expiredToken, refusalForStatus } from './b2-refusal.ts';
import type { B2Context } from './b2-request.ts';

/**
 * Counts the call and lets a fault on request happen to it. Before any effect.
 * @returns false: the connection is gone, do nothing
 * @throws what the fault says
 */
export async function meetFaults(
  b2: B2Context,
  call: { readonly operation: string; readonly key: string | undefined },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  b2.counts.add('b2', call.operation);
  const outcome = await b2.faults.meet({ api: 'b2', ...call }, request, response);
  if (outcome.kind === 'status') throw refusalForStatus(outcome.status, outcome.retryAfter, outcome.code);
  if (outcome.kind === 'expired-token') throw expiredToken();
  return outcome.kind === 'go';
}
