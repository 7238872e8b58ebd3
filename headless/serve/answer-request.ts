import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Engine } from '../../core/app/service/engine.ts';
import type { Reply } from '../../core/contract/error-shape.ts';
import type { AttemptLimit } from './attempt-limit.ts';
import type { EventStreams } from './event-streams.ts';
import { cookieName, judgeRequest, type Task } from './judge-request.ts';
import { answerProof, askingProof } from './link-proof.ts';
import type { Links } from './links.ts';
import { readBody } from './read-body.ts';
import { sameSecret } from './same-secret.ts';
import { securityHeaders } from './security-headers.ts';
import type { Sessions } from './sessions.ts';
import type { WindowFile } from './window-files.ts';

export type Desk = {
  readonly port: number;
  readonly engine: Engine;
  readonly files: ReadonlyMap<string, WindowFile>;
  readonly links: Links;
  readonly sessions: Sessions;
  readonly attempts: AttemptLimit;
  readonly streams: EventStreams;
  /** Known to who may ask for another link. */
  readonly linkSecret: string;
};

/** A list of paths to restore may be long, and a kit may come as a whole page with its code; everything else is small. */
const mostBytes = { call: 4 * 1024 * 1024, secret: 512 * 1024, session: 1024, link: 1024 } as const;

const tokenBody = z.strictObject({ token: z.string().max(100) });
const linkBody = z.strictObject({ nonce: z.string().min(22).max(100), proof: z.string().max(100) });

/** Answers one request. Nothing is logged, and no answer repeats what was asked. */
export async function answerRequest(
  desk: Desk,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  const verdict = judgeRequest(headOf(request), {
    port: desk.port,
    hasSession: (cookie) => desk.sessions.find(cookie) !== undefined,
    csrfFits: (cookie, csrf) => sameSecret(desk.sessions.find(cookie)?.csrf ?? '', csrf),
  });
  if (verdict.kind === 'refuse') {
    if (verdict.allow !== undefined) response.setHeader('allow', verdict.allow);
    return refuse(response, verdict.status, verdict.reason);
  }
  const { task } = verdict;
  if (task.kind === 'file') return answerFile(desk, task, response);
  if (task.kind === 'events') {
    const use = (): void => void desk.sessions.find(task.cookie);
    if (!desk.streams.open(response, use)) refuse(response, 503, 'Too many windows listen.');
    return;
  }
  if (task.kind === 'session' && desk.attempts.isReached()) {
    response.setHeader('retry-after', '60');
    return refuse(response, 429, 'Too many wrong links. Wait a minute.');
  }
  const body = await readBody(request, mostBytes[task.kind]);
  if (body.kind === 'refused')
    return refuse(response, body.status, body.status === 413 ? 'Too large.' : 'Not JSON.');
  return await answerTask(desk, task, body.value, response);
}

async function answerTask(
  desk: Desk,
  task: Exclude<Task, { readonly kind: 'file' | 'events' }>,
  body: unknown,
  response: ServerResponse,
): Promise<void> {
  switch (task.kind) {
    case 'session':
      return answerSession(desk, body, response);
    case 'link':
      return answerLink(desk, body, response);
    case 'call':
      return json(response, await replyOf(desk.engine.call(task.call, body, 'loopback')));
    case 'secret':
      return json(response, await replyOf(desk.engine.secretCall(task.call, body)));
  }
}

function answerSession(desk: Desk, body: unknown, response: ServerResponse): void {
  const { data } = tokenBody.safeParse(body);
  if (!data || !desk.links.use(data.token)) {
    desk.attempts.failed();
    return refuse(response, 401, 'This link was used already or is too old. Ask for a new one.');
  }
  const session = desk.sessions.begin();
  response.setHeader(
    'set-cookie',
    `${cookieName(desk.port)}=${session.cookie}; HttpOnly; SameSite=Strict; Path=/`,
  );
  json(response, { csrf: session.csrf });
}

function answerLink(desk: Desk, body: unknown, response: ServerResponse): void {
  const { data } = linkBody.safeParse(body);
  if (!data || !sameSecret(askingProof(desk.linkSecret, data.nonce), data.proof))
    return refuse(response, 401, 'Not for you.');
  const token = desk.links.make();
  json(response, { token, proof: answerProof(desk.linkSecret, data.nonce, token) });
}

function answerFile(desk: Desk, task: Extract<Task, { kind: 'file' }>, response: ServerResponse): void {
  const file = desk.files.get(task.path);
  if (!file) return refuse(response, 404, 'Nothing here.');
  response.writeHead(200, { 'content-type': file.type, 'content-length': file.bytes.length });
  response.end(task.bodyless ? undefined : file.bytes);
}

/** An engine that ended rejects; the window knows what to do with that as a value. */
async function replyOf(call: Promise<Reply<unknown>>): Promise<Reply<unknown>> {
  try {
    return await call;
  } catch {
    return {
      ok: false,
      error: { code: 'engine-gone', details: {}, words: 'Holdfast has ended.', retry: 'later' },
    };
  }
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

/** Ends the connection too: what is left of a request that was not read must not be taken for the next one. */
function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(response.req.method === 'HEAD' ? undefined : `${reason}\n`);
}

const headOf = (request: IncomingMessage) => ({
  method: request.method ?? '',
  target: request.url ?? '',
  header: (name: string): readonly string[] => request.headersDistinct[name] ?? [],
});
