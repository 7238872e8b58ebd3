import type { IncomingMessage } from 'node:http';

/**
 * The path as it was sent. `URL` resolves `..`, also written as `%2e%2e`, and turns backslashes round, but
 * the names of objects may have both.
 */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}
