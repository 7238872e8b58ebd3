import type { IncomingMessage, ServerResponse } from 'node:http';
import { B2Refusal } from './b2-refusal.ts';
import { pathOf } from '../server/path-of.ts';
import type { ApiVersion, B2Answer, B2Context } from './b2-request.ts';
import { meetFaults } from './meet-faults.ts';
import type { TestMode } from './test-mode.ts';
import { uploadFile, uploadName, uploadPart } from './upload-file.ts';

/** A POST to an upload URL: the path names the call, the bucket or large file, and the URL itself. */
export async function answerUpload(
  b2: B2Context,
  testMode: TestMode,
  request: IncomingMessage,
  response: ServerResponse,
  apiVersion: ApiVersion,
): Promise<B2Answer> {
  if (request.method !== 'POST')
    throw new B2Refusal(405, 'method_not_allowed', `${request.method} is not allowed`);
  const path = pathOf(request).split('/').slice(3).join('/');
  const [operation = '', subject = ''] = path.split('/');
  const isPart = operation === 'b2_upload_part';
  const token = b2.tokens.check(request.headers.authorization, [isPart ? 'part' : 'upload']);
  if (token.subject !== path)
    throw new B2Refusal(401, 'bad_auth_token', 'the token belongs to another upload URL');
  const key = isPart ? b2.vault.version(subject)?.name : uploadName(request);
  b2.uploadUrls.enter(path);
  try {
    if (!(await meetFaults(b2, { operation, key }, request, response))) return undefined;
    testMode.meetUpload(request);
    const by = { ...b2, key: token.key, apiVersion };
    return (await (isPart ? uploadPart(by, request, subject) : uploadFile(by, request, subject))) as object;
  } catch (error) {
    if (error instanceof B2Refusal && (error.status >= 500 || error.status === 408)) b2.uploadUrls.kill(path);
    throw error;
  } finally {
    b2.uploadUrls.leave(path);
  }
}
