import type { IncomingMessage, ServerResponse } from 'node:http';
import { pathOf } from '../server/path-of.ts';
import type { VaultVersion } from '../vault/vault-version.ts';
import { B2Refusal } from './b2-refusal.ts';
import type { B2Answer, B2Context } from './b2-request.ts';
import { enterDownload, sendVersion } from './download.ts';
import { decodeFileName } from './file-name.ts';
import { meetFaults } from './meet-faults.ts';
import type { TestMode } from './test-mode.ts';

type Target = { readonly bucketId: string; readonly name: string };

/** `/file/BUCKET/NAME` and `/b2api/vN/b2_download_file_by_id?fileId=ID`, GET or HEAD. */
export async function answerDownload(
  b2: B2Context,
  testMode: TestMode,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<B2Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw new B2Refusal(405, 'method_not_allowed', `${request.method} is not allowed`);
  const path = pathOf(request);
  const isByName = path.startsWith('/file/');
  const operation = isByName ? 'b2_download_file_by_name' : 'b2_download_file_by_id';
  const { target, version } = isByName ? byName(b2, path) : byId(b2, url);
  if (!(await meetFaults(b2, { operation, key: target?.name }, request, response))) return undefined;
  testMode.meetCall(request);
  const key = enterDownload(b2, request, url, target);
  await sendVersion(b2, request, response, version, key);
  return undefined;
}

function byName(
  b2: B2Context,
  path: string,
): { target: Target | undefined; version: VaultVersion | undefined } {
  const [, , bucketName = '', ...rest] = path.split('/');
  const bucket = b2.vault.bucketByName(decodeFileName(bucketName));
  if (bucket === undefined) return { target: undefined, version: undefined };
  const target = { bucketId: bucket.bucketId, name: decodeFileName(rest.join('/')) };
  return { target, version: b2.vault.latest(target.bucketId, target.name) };
}

function byId(b2: B2Context, url: URL): { target: Target | undefined; version: VaultVersion | undefined } {
  const version = b2.vault.version(url.searchParams.get('fileId') ?? '');
  return { target: version, version };
}
