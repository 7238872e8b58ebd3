import type { HoldfastError } from '../core/errors/holdfast-error.ts';
import { durationInWords } from './words-for-people.ts';

/** Before the first answer of a provider. */
export function connectingWords(endpoint: string): string {
  return `Connecting to ${URL.canParse(endpoint) ? new URL(endpoint).host : endpoint} …`;
}

/**
 * Between two attempts of a recovery.
 * @param wait ms until the next one
 * @param left ms in which further ones begin
 */
export function waitingWords(error: HoldfastError, wait: number, left: number): string {
  const [next, on] = [durationInWords(wait / 1000), durationInWords(left / 1000)];
  return `${error.words} Trying again in ${next}, for up to ${on}; Ctrl-C ends it, and the same command goes on.`;
}
