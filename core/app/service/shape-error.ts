import type { ErrorShape } from '../../contract/error-shape.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { explainError } from '../explain-error.ts';
import { wordsInWindow } from '../words-in-window.ts';
import type { Log } from './service-context.ts';

/**
 * Any failure as a value that may leave the engine. What nobody foresaw says nothing of itself: its message may hold
 * anything. The log has it, without secrets.
 */
export function shapeError(error: unknown, log: Pick<Log, 'error'>, part: string): ErrorShape {
  const known = explainError(error);
  if (known.code !== 'bug') return shapeOf(known);
  log.error(part, known.message, known.cause ?? known);
  return shapeOf(new HoldfastError('bug', { reason: 'the log under Activity says more' }));
}

export const shapeOf = ({ code, details, words, retry }: HoldfastError): ErrorShape => ({
  code,
  details,
  words: wordsInWindow(words),
  retry,
});
