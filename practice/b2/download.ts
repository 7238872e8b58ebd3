import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { mayUse, reaches } from '../vault/access.ts';
import type { VaultKey } from '../vault/vault-key.ts';
import type { VaultVersion } from '../vault/vault-version.ts';
import { B2Refusal, unauthorized } from './b2-refusal.ts';
import type { B2Context } from './b2-request.ts';
import { downloadHeaders } from './download-headers.ts';
import { readRange } from './read-range.ts';

/**
 * What a download asks for, if it may have it: public buckets need no token; others an account token with
 * readFiles or a download authorization for the name.
 * @param version undefined: there is none; said only to those who might have read it
 */
export function enterDownload(
  context: B2Context,
  request: IncomingMessage,
  url: URL,
  target: { readonly bucketId: string; readonly name: string } | undefined,
): VaultKey | undefined {
  const bucket = target === undefined ? undefined : context.vault.bucketById(target.bucketId);
  if (bucket?.type === 'allPublic') return undefined;
  const text = request.headers.authorization ?? url.searchParams.get('Authorization') ?? undefined;
  const token = context.tokens.check(text, ['account', 'download']);
  const allowed =
    token.kind === 'account'
      ? mayUse(token.key, 'readFiles', target ?? {})
      : target !== undefined &&
        reaches(token.key, target) &&
        `${target.bucketId}/${target.name}`.startsWith(token.subject);
  if (!allowed) throw unauthorized('not authorized to read this file');
  return token.key;
}

/** @throws not_found, range_not_satisfiable */
export async function sendVersion(
  context: B2Context,
  request: IncomingMessage,
  response: ServerResponse,
  version: VaultVersion | undefined,
  key: VaultKey | undefined,
): Promise<void> {
  if (version?.action !== 'upload')
    throw new B2Refusal(404, 'not_found', 'File with such name does not exist.');
  const range = readRange(request.headers.range, version.size);
  if (range === 'unsatisfiable')
    throw new B2Refusal(416, 'range_not_satisfiable', `the file has ${version.size} bytes`);
  const { start, end } = range ?? { start: 0, end: version.size };
  response.writeHead(range === undefined ? 200 : 206, {
    ...downloadHeaders(version, key, context.vault.bucketById(version.bucketId)?.lockEnabled ?? false),
    'content-length': end - start,
    ...(range === undefined ? {} : { 'content-range': `bytes ${start}-${end - 1}/${version.size}` }),
  });
  if (request.method === 'HEAD') return void response.end();
  const content = context.vault.readContent(version, range);
  try {
    await pipeline(content, response);
  } catch {
    // The client went away, or the content did: either way the answer cannot be finished.
    response.destroy();
  }
}
