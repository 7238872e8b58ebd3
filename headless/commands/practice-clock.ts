import { z } from 'zod';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { parseAdvance } from '../parse-days.ts';
import { parsePort } from '../parse-port.ts';
import { timeInWords } from '../words-for-people.ts';

const answerSchema = z.object({ now: z.number(), clockOffsetMs: z.number() });

export async function practiceClock(
  context: CommandContext,
  step: string,
  options: { readonly port: string },
): Promise<Outcome> {
  const advanceMs = parseAdvance(step);
  const endpoint = `http://127.0.0.1:${parsePort(options.port)}`;
  const answer = await ask(`${endpoint}/.practice/clock`, advanceMs, context.signal);
  const body = answerSchema.safeParse(await answer.json().catch(() => undefined));
  if (!answer.ok || !body.success)
    throw new HoldfastError('provider-answer-invalid', { endpoint, expected: 'a practice vault' });
  return {
    result: { now: new Date(body.data.now).toISOString(), clockOffsetMs: body.data.clockOffsetMs },
    text: `The practice vault's clock now says ${timeInWords(body.data.now)}.`,
    exitCode: 0,
  };
}

async function ask(url: string, advanceMs: number, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      // The header keeps web pages out: a browser does not send it across origins without asking first.
      headers: { 'content-type': 'application/json', 'x-practice-admin': '1' },
      body: JSON.stringify({ advanceMs }),
      signal,
    });
  } catch (error) {
    throw new HoldfastError(
      'network-unreachable',
      { endpoint: new URL(url).origin },
      { cause: error, retry: 'later' },
    );
  }
}
