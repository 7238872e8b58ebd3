import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type Post = {
  readonly alarms: readonly { readonly kind: string; readonly words: string }[];
  readonly over: readonly { readonly kind: string }[];
};

export type Receivers = {
  readonly webhook: string;
  /** smtp://… with a password. */
  readonly smtp: string;
  readonly posts: readonly Post[];
  /** As they came: headers and text. */
  readonly mails: readonly string[];
  /** Paths that were asked for with GET: pings. */
  readonly pings: readonly string[];
  /** Answers everything with 500 and refuses every mail. */
  isBroken: boolean;
  close(): Promise<void>;
};

/** For tests: a web server and a mail server that keep what they get. */
export async function openReceivers(): Promise<Receivers> {
  const posts: Post[] = [];
  const mails: string[] = [];
  const pings: string[] = [];
  const receivers = { isBroken: false };
  const web = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      response.writeHead(receivers.isBroken ? 500 : 204).end();
      if (receivers.isBroken) return;
      if (request.method === 'GET') pings.push(request.url ?? '');
      else posts.push(JSON.parse(Buffer.concat(pieces).toString('utf8')) as Post);
    });
  });
  const mail = new SMTPServer({
    // Without a certificate; a real one is asked over TLS (smtps://) the same way.
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      username === 'guard' && password === 'secret' && !receivers.isBroken
        ? done(null, { user: username })
        : done(new Error('no')),
    onData: (stream, _session, done) => {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        mails.push(Buffer.concat(pieces).toString('utf8'));
        done();
      });
    },
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const listening = mail.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => listening.once('listening', resolve));
  const { port } = web.address() as AddressInfo;
  const { port: mailPort } = listening.address() as AddressInfo;
  return Object.assign(receivers, {
    webhook: `http://127.0.0.1:${port}/hook`,
    smtp: `smtp://guard:secret@127.0.0.1:${mailPort}`,
    posts,
    mails,
    pings,
    close: async () => {
      await new Promise((resolve) => web.close(resolve));
      await new Promise<void>((resolve) => mail.close(resolve));
    },
  });
}
