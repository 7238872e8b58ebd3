import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { S3Question } from './s3-errors.ts';

/**
 * Reads an answer's body into one buffer of exactly `length` bytes.
 * @throws network-unreachable (later) where the connection ends early, provider-answer-invalid where more comes
 */
export async function readExactly(
  body: AsyncIterable<Uint8Array>,
  length: number,
  question: S3Question,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  for await (const piece of body) {
    if (filled + piece.length > length)
      throw new HoldfastError('provider-answer-invalid', {
        ...question,
        reason: 'more bytes than announced',
      });
    bytes.set(piece, filled);
    filled += piece.length;
  }
  if (filled < length)
    throw new HoldfastError(
      'network-unreachable',
      { ...question, reason: `${filled} of ${length} bytes` },
      { retry: 'later' },
    );
  return bytes;
}
