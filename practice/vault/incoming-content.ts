import type { ReceivedContent } from './received-content.ts';

/**
 * One body on its way to disk. Await each `write` (that is the backpressure); then either `finish`, once,
 * or `abort`, which may be called at any time and twice.
 */
export interface IncomingContent {
  readonly size: number;
  write(bytes: Buffer): Promise<void>;
  finish(): Promise<ReceivedContent>;
  abort(): Promise<void>;
}
