import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiContext, ApiHandler } from '../server/api.ts';
import { pathOf } from '../server/path-of.ts';
import { VaultRefusal } from '../vault/vault-refusal.ts';
import { B2Refusal } from './b2-refusal.ts';
import type { B2Answer, B2Context } from './b2-request.ts';
import { answerCall } from './answer-call.ts';
import { answerDownload } from './answer-download.ts';
import { answerUpload } from './answer-upload.ts';
import { TestMode } from './test-mode.ts';
import { Tokens } from './tokens.ts';
import { UploadUrls } from './upload-urls.ts';
import { asB2 } from './vault-refusal-as-b2.ts';

/** The B2 native API: `/b2api/v1` to `/b2api/v4` and `/file`. */
export function b2Handler(context: ApiContext, origin: () => string): ApiHandler {
  const b2: B2Context = {
    ...context,
    origin,
    tokens: new Tokens(context.vault),
    uploadUrls: new UploadUrls(),
  };
  const testMode = new TestMode();
  return async (request, response, url) => {
    try {
      const answer = await dispatch(b2, testMode, request, response, url);
      if (answer === undefined) return;
      response.writeHead(200, { 'content-type': 'application/json;charset=utf-8' });
      response.end(JSON.stringify(answer));
    } catch (error) {
      if (request.socket.destroyed) return;
      refuse(response, error);
    }
  };
}

function dispatch(
  b2: B2Context,
  testMode: TestMode,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<B2Answer> {
  const [, first, version = '', call = '', subject] = pathOf(request).split('/');
  if (first === 'file') return answerDownload(b2, testMode, request, response, url);
  const apiVersion = /^v[1-4]$/.test(version) ? (Number(version[1]) as 1 | 2 | 3 | 4) : undefined;
  if (apiVersion === undefined) throw new B2Refusal(400, 'bad_request', `invalid version: ${version}`);
  if (call === 'b2_download_file_by_id') return answerDownload(b2, testMode, request, response, url);
  if ((call === 'b2_upload_file' || call === 'b2_upload_part') && subject !== undefined)
    return answerUpload(b2, testMode, request, response, apiVersion);
  return answerCall(b2, testMode, request, response, url, { apiVersion, call });
}

function refuse(response: ServerResponse, error: unknown): void {
  const refusal = error instanceof VaultRefusal ? asB2(error) : error;
  if (!(refusal instanceof B2Refusal)) throw error;
  if (refusal.retryAfter !== undefined) response.setHeader('retry-after', refusal.retryAfter);
  response.writeHead(refusal.status, { 'content-type': 'application/json;charset=utf-8' });
  response.end(JSON.stringify({ status: refusal.status, code: refusal.code, message: refusal.message }));
}
