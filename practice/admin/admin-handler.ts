import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { ApiContext, ApiHandler } from '../server/api.ts';
import { readTextBody } from '../server/read-text-body.ts';
import { stampAnswer } from '../server/stamp-answer.ts';
import { faultsSchema } from './fault-schema.ts';

/** A century at a time keeps dates within four digits for longer than anybody drills. */
const clockSchema = z.strictObject({
  advanceMs: z
    .int()
    .min(0)
    .max(36_525 * 86_400_000),
});

type Action = (context: ApiContext, body: string) => unknown;

const actions: Readonly<Record<string, Action>> = {
  'GET /.practice/state': state,
  'POST /.practice/clock': (context, body) => {
    context.vault.advance(clockSchema.parse(JSON.parse(body)).advanceMs);
    return state(context);
  },
  'GET /.practice/faults': ({ faults }) => ({ faults: faults.all() }),
  'POST /.practice/faults': ({ faults }, body) => {
    faults.add(faultsSchema.parse(JSON.parse(body)).faults);
    return { faults: faults.all() };
  },
  'DELETE /.practice/faults': ({ faults }) => {
    faults.clear();
    return { faults: [] };
  },
  'GET /.practice/counts': ({ counts }) => counts.all(),
  'DELETE /.practice/counts': ({ counts }) => {
    counts.reset();
    return {};
  },
};

function state({ vault }: ApiContext): unknown {
  return {
    now: vault.now(),
    clockOffsetMs: vault.clockOffset,
    accountId: vault.accountId,
    liar: vault.liar,
    ...vault.state(),
  };
}

/**
 * Clock, faults and counts. Only over loopback and with the header `x-practice-admin: 1`, which a web page
 * cannot send to another origin without asking first (and nobody answers its question).
 */
export function adminHandler(context: ApiContext): ApiHandler {
  return async (request, response, url) => {
    const reply = (status: number, body: unknown): void => {
      stampAnswer(response, context.vault);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const action = actions[`${request.method ?? ''} ${url.pathname}`];
    if (!isLocal(request) || request.headers['x-practice-admin'] !== '1')
      return reply(403, { message: 'only from this computer, with the header x-practice-admin: 1' });
    if (action === undefined) return reply(404, { message: 'no such administration call' });
    const body = (await readTextBody(request, 1024 * 1024)) ?? '';
    try {
      reply(200, action(context, body));
    } catch (error) {
      if (!(error instanceof z.ZodError) && !(error instanceof SyntaxError)) throw error;
      reply(400, { message: error.message });
    }
  };
}

function isLocal(request: IncomingMessage): boolean {
  const from = request.socket.remoteAddress ?? '';
  return from === '::1' || /^(::ffff:)?127\./.test(from);
}
