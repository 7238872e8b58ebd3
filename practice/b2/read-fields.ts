import type { IncomingMessage } from 'node:http';
import { readTextBody } from '../server/read-text-body.ts';
import type { B2Call } from './b2-call.ts';
import { B2Refusal, badRequest } from './b2-refusal.ts';

/** Ten thousand part hashes are 430 kB. */
const maxBodyBytes = 1024 * 1024;

/** The fields of a call: from the JSON body, or of a GET from the query, where all are text. @throws bad_json */
export async function readFields(request: IncomingMessage, url: URL): Promise<Record<string, unknown>> {
  if (request.method === 'GET')
    return Object.fromEntries([...url.searchParams].map(([name, text]) => [name, fromQuery(name, text)]));
  const text = await readTextBody(request, maxBodyBytes);
  if (text === undefined) throw badRequest('the request body is too long');
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>;
  } catch {
    // said below
  }
  throw new B2Refusal(400, 'bad_json', 'the request body is not a JSON object');
}

const numbers = /^(max[A-Z]\w*Count|startPartNumber|partNumber|validDurationInSeconds|ifRevisionIs)$/;

function fromQuery(name: string, text: string): unknown {
  if (numbers.test(name)) return Number(text);
  return name === 'bypassGovernance' || name === 'fileLockEnabled' ? text === 'true' : text;
}

/** @throws bad_request, with B2's words for an unknown field */
export function checkFields(call: B2Call, name: string, fields: Record<string, unknown>): unknown {
  const parsed = call.schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys')
    throw badRequest(`unknown field in ${requestName(name)}: ${[...issue.path, ...issue.keys].join('.')}`);
  throw badRequest(`bad value for ${where} in ${requestName(name)}: ${issue?.message ?? ''}`);
}

/** b2_copy_file → B2CopyFileRequest */
function requestName(call: string): string {
  const words = call.replace(/^b2_/, '').split('_');
  return `B2${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Request`;
}
