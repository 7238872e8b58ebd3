import type { IncomingMessage } from 'node:http';
import type { ReceivedContent } from '../vault/received-content.ts';
import { maxUploadBytes } from '../vault/upload-rules.ts';
import type { Vault } from '../vault/vault.ts';
import { badRequest } from './b2-refusal.ts';

/** How the sender says the SHA-1 of his body. */
export type SaidSha1 =
  | { readonly kind: 'hex'; readonly hex: string }
  | { readonly kind: 'at-end' }
  | { readonly kind: 'unverified' };

const hexBytes = 40;

/** @throws bad_request */
export function readSha1Header(request: IncomingMessage): SaidSha1 {
  const text = String(request.headers['x-bz-content-sha1'] ?? '');
  if (text === 'hex_digits_at_end') return { kind: 'at-end' };
  if (text === 'do_not_verify' || text.startsWith('unverified:')) return { kind: 'unverified' };
  if (/^[0-9a-f]{40}$/i.test(text)) return { kind: 'hex', hex: text.toLowerCase() };
  throw badRequest(`bad or missing X-Bz-Content-Sha1: ${text}`);
}

/** @throws bad_request: no Content-Length, too long, other bytes than said */
export async function receiveBody(
  vault: Vault,
  request: IncomingMessage,
  said: SaidSha1,
): Promise<ReceivedContent> {
  const length = Number(request.headers['content-length'] ?? NaN);
  const tail = said.kind === 'at-end' ? hexBytes : 0;
  if (!(length >= tail)) throw badRequest('bad or missing Content-Length');
  if (length - tail > maxUploadBytes) throw badRequest(`a single upload has at most ${maxUploadBytes} bytes`);
  const incoming = vault.beginContent({ sha256: false });
  const digits: Buffer[] = [];
  try {
    let left = length - tail;
    // A refusal must still find the connection open for its answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const bytes = chunk as Buffer;
      if (left > 0) await incoming.write(left < bytes.length ? bytes.subarray(0, left) : bytes);
      if (left < bytes.length) digits.push(bytes.subarray(left));
      left = Math.max(left - bytes.length, 0);
    }
    if (left > 0) throw badRequest('the body is shorter than its Content-Length');
    const content = await incoming.finish();
    const wanted = said.kind === 'hex' ? said.hex : Buffer.concat(digits).toString('latin1').toLowerCase();
    if (said.kind === 'unverified' || content.sha1 === wanted) return content;
    vault.discard(content);
  } catch (error) {
    await incoming.abort();
    throw error;
  }
  throw badRequest('Sha1 did not match data received');
}
