import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { S3Answer } from './s3-call.ts';
import type { S3Refusal } from './s3-refusal.ts';
import { xmlErrorDocument } from './xml/xml-writer.ts';

/** An error answer: S3's code is open here, because faults on request may name any. */
export type ErrorAnswer = Pick<S3Refusal, 'status' | 'message' | 'headers'> & { readonly code: string };

/** Sends an answer and waits until it is out. A client that went away is not an error. */
export async function writeAnswer(response: ServerResponse, answer: S3Answer): Promise<void> {
  const { status, headers = {}, body } = answer;
  response.statusCode = status;
  setRequestIds(response);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (body === undefined) {
    if (status !== 204 && status !== 304 && response.getHeader('content-length') === undefined) {
      response.setHeader('content-length', 0);
    }
    response.end();
  } else if (typeof body === 'string') {
    response.setHeader('content-type', 'application/xml');
    response.setHeader('content-length', Buffer.byteLength(body));
    response.end(body);
  } else {
    await send(body, response);
  }
}

/** Settles when all is sent or the client is gone. `pipeline` does the same at three times the cost of a small answer. */
function send(body: Readable, response: ServerResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    body.once('error', (error) => {
      // Half an answer cannot be taken back: the broken connection tells the client.
      response.destroy();
      reject(error);
    });
    response.once('close', () => {
      body.destroy();
      resolve();
    });
    body.pipe(response);
  });
}

/** Sends S3's error document; to HEAD and for 304 only the status and headers. */
export async function writeError(
  response: ServerResponse,
  error: ErrorAnswer,
  request: { readonly method: string; readonly resource: string },
): Promise<void> {
  const silent = request.method === 'HEAD' || error.status === 304;
  const id = setRequestIds(response);
  const document = xmlErrorDocument([
    ['Code', error.code],
    ['Message', error.message],
    ['Resource', request.resource],
    ['RequestId', id],
    ['HostId', hostId],
  ]);
  await writeAnswer(response, {
    status: error.status,
    headers: error.headers,
    ...(silent ? {} : { body: document }),
  });
}

const hostId = 'holdfast-practice-vault';
const process8 = randomBytes(4).toString('hex');
let requests = 0;

/** Unique within this process, and cheap. */
function setRequestIds(response: ServerResponse): string {
  const former = response.getHeader('x-amz-request-id');
  if (typeof former === 'string') return former;
  requests += 1;
  const id = `${process8}${requests.toString(16).padStart(8, '0')}`;
  response.setHeader('x-amz-request-id', id);
  response.setHeader('x-amz-id-2', hostId);
  return id;
}
