import type { IncomingMessage } from 'node:http';

export type Body =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly status: 400 | 413 };

/** Never holds more than the limit, whatever length was announced. */
export function readBody(request: IncomingMessage, mostBytes: number): Promise<Body> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let size = 0;
    if (Number(request.headers['content-length'] ?? 0) > mostBytes)
      return resolve({ kind: 'refused', status: 413 });
    request.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size <= mostBytes) return void pieces.push(piece);
      request.pause();
      pieces.length = 0;
      resolve({ kind: 'refused', status: 413 });
    });
    request.on('end', () => resolve(parse(Buffer.concat(pieces).toString('utf8'))));
    request.on('error', () => resolve({ kind: 'refused', status: 400 }));
  });
}

function parse(text: string): Body {
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return { kind: 'refused', status: 400 };
  }
}
