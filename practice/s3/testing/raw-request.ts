import { createHash, createHmac } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';

/** What a test can get wrong on purpose. Nothing here shares code with the server's verification. */
export type RawRequest = {
  readonly url: string;
  readonly keyId: string;
  readonly secret: string;
  readonly method: string;
  /** As sent: encoded already. */
  readonly path: string;
  /** name → value, sorted and encoded here. */
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent after signing, so not covered by the signature. */
  readonly unsignedHeaders?: Readonly<Record<string, string>>;
  readonly payloadHash?: string;
  readonly body?: Buffer | ((signer: ChunkSigner) => Buffer);
  /** ms since 1970; default: now. */
  readonly signedAt?: number;
};

export type RawAnswer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The Code of an error document, or ''. */
  readonly code: string;
};

export type ChunkSigner = {
  chunk(data: Buffer): Buffer;
  /** The framed trailer with its signature; `lines` as `name:value\n`. */
  trailer(lines: string): Buffer;
};

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

export async function rawRequest(raw: RawRequest): Promise<RawAnswer> {
  const amzDate = new Date(raw.signedAt ?? Date.now()).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const day = amzDate.slice(0, 8);
  const scope = `${day}/practice/s3/aws4_request`;
  const plain = Buffer.isBuffer(raw.body) ? raw.body : undefined;
  const payloadHash = raw.payloadHash ?? sha256(plain ?? '');
  const headers: Record<string, string> = {
    host: new URL(raw.url).host,
    'x-amz-content-sha256': payloadHash,
    'x-amz-date': amzDate,
    ...raw.headers,
  };
  const names = Object.keys(headers).sort();
  const query = Object.entries(raw.query ?? {})
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
  const canonical = [
    raw.method,
    raw.path,
    query,
    ...names.map((name) => `${name}:${headers[name] ?? ''}`),
    '',
    names.join(';'),
    payloadHash,
  ].join('\n');
  const dayKey = hmac(`AWS4${raw.secret}`, day);
  const key = hmac(hmac(hmac(dayKey, 'practice'), 's3'), 'aws4_request');
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${amzDate}\n${scope}\n${sha256(canonical)}`).toString('hex');
  headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${raw.keyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  const body =
    typeof raw.body === 'function' ? raw.body(chunkSigner(key, amzDate, scope, signature)) : raw.body;
  return send(raw.url, raw.method, query === '' ? raw.path : `${raw.path}?${query}`, {
    headers: { ...headers, ...raw.unsignedHeaders },
    body,
  });
}

/** Sends bytes as they are, signed or not. */
export function send(
  url: string,
  method: string,
  path: string,
  options: { readonly headers?: Readonly<Record<string, string>>; readonly body?: Buffer | undefined } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const length = options.body === undefined ? {} : { 'content-length': String(options.body.length) };
    const headers = { ...length, ...options.headers };
    const request = httpRequest({ hostname, port, method, path, headers, agent: false }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(pieces).toString();
        const code = /<Code>([^<]*)<\/Code>/.exec(text)?.[1] ?? '';
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, code });
      });
    });
    request.on('error', reject);
    request.end(options.body);
  });
}

function chunkSigner(key: Buffer, amzDate: string, scope: string, seed: string): ChunkSigner {
  let previous = seed;
  const next = (kind: string, rest: string) => {
    previous = hmac(key, `${kind}\n${amzDate}\n${scope}\n${previous}\n${rest}`).toString('hex');
    return previous;
  };
  return {
    chunk: (data) => {
      const signature = next('AWS4-HMAC-SHA256-PAYLOAD', `${sha256('')}\n${sha256(data)}`);
      const head = `${data.length.toString(16)};chunk-signature=${signature}\r\n`;
      return Buffer.concat([Buffer.from(head), data, Buffer.from(data.length === 0 ? '' : '\r\n')]);
    },
    trailer: (lines) => {
      const signature = next('AWS4-HMAC-SHA256-TRAILER', sha256(lines));
      return Buffer.from(`${lines.replaceAll('\n', '\r\n')}x-amz-trailer-signature:${signature}\r\n\r\n`);
    },
  };
}
