import { createHmac } from 'node:crypto';

/**
 * How a second `holdfast serve` and the first know each other: both can read a file that only this person can read.
 * The secret itself is never sent, so whoever took the port of a server that died learns nothing and cannot answer.
 */
export const askingProof = (secret: string, nonce: string): string =>
  createHmac('sha256', secret).update(`ask\0${nonce}`).digest('base64url');

export const answerProof = (secret: string, nonce: string, token: string): string =>
  createHmac('sha256', secret).update(`answer\0${nonce}\0${token}`).digest('base64url');
