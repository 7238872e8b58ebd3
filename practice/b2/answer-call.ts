import type { IncomingMessage, ServerResponse } from 'node:http';
import { authorizeAccount } from './authorize-account.ts';
import { B2Refusal, badRequest } from './b2-refusal.ts';
import type { ApiVersion, B2Answer, B2Context } from './b2-request.ts';
import { allCalls } from './calls/all-calls.ts';
import { meetFaults } from './meet-faults.ts';
import { checkFields, readFields } from './read-fields.ts';
import type { TestMode } from './test-mode.ts';

/** A call with fields: GET or POST. */
export async function answerCall(
  b2: B2Context,
  testMode: TestMode,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  { apiVersion, call }: { readonly apiVersion: ApiVersion; readonly call: string },
): Promise<B2Answer> {
  if (request.method !== 'POST' && request.method !== 'GET')
    throw new B2Refusal(405, 'method_not_allowed', `${request.method} is not allowed`);
  if (call === 'b2_authorize_account') {
    if (!(await meetFaults(b2, { operation: call, key: undefined }, request, response))) return undefined;
    return authorizeAccount(b2, apiVersion, request.headers.authorization) as object;
  }
  const found = allCalls.get(call);
  if (found === undefined) throw badRequest(`no such call: ${call}`);
  const fields = await readFields(request, url);
  const key = nameIn(b2, fields);
  if (!(await meetFaults(b2, { operation: call, key }, request, response))) return undefined;
  testMode.meetCall(request);
  const token = b2.tokens.check(request.headers.authorization, ['account']);
  const body = checkFields(found, call, fields);
  return (await found.run({ ...b2, key: token.key, apiVersion }, body as never)) as object;
}

/** The object's name, for faults that are asked for by name. */
function nameIn(b2: B2Context, fields: Record<string, unknown>): string | undefined {
  const { fileName, fileId, prefix } = fields;
  if (typeof fileName === 'string') return fileName;
  if (typeof fileId === 'string') return b2.vault.version(fileId)?.name;
  return typeof prefix === 'string' ? prefix : undefined;
}
