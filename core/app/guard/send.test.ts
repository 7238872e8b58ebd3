import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { sendMail } from './send-mail.ts';
import { sendWebhook } from './send-webhook.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(answer: number | undefined, headers: Record<string, string> = {}): Promise<string> {
  server = createServer((request, response) => {
    request.resume();
    if (answer !== undefined) response.writeHead(answer, headers).end();
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
}

test('a webhook that takes it, refuses it, stays silent, or is not there', async () => {
  expect(await sendWebhook(await serve(204), { a: 1 })).toBeUndefined();
  server?.close();
  expect(await sendWebhook(await serve(403), {})).toBe('the webhook answered 403');
  server?.close();
  // Followed, it would be asked for with GET: the alarm would be lost and counted as told.
  const elsewhere = await serve(204);
  const first = server;
  expect(await sendWebhook(await serve(302, { location: elsewhere }), {})).toBe('the webhook answered 302');
  first?.close();
  server?.close();
  expect(await sendWebhook(await serve(undefined), {}, 50)).toBe('the webhook did not answer in time');
  expect(await sendWebhook('http://127.0.0.1:1/token', {})).toBe('the webhook cannot be reached');
});

test('mail without a server, or with one that is not there, is said and never thrown', async () => {
  const mail = { to: 'a@example.org', from: 'b@example.org', subject: 's', text: 't' };
  expect(await sendMail(undefined, mail)).toContain('HOLDFAST_GUARD_SMTP is not set');
  const failure = await sendMail('smtp://guard:secret@127.0.0.1:1', mail);
  expect(failure).toBe('the mail server did not take the mail (ESOCKET)');
  expect(await sendMail('no address', mail)).toMatch(/^the mail server did not take/);
});
