import { readFile } from 'node:fs/promises';

export type Requests = Readonly<Record<string, number>>;

/**
 * Requests that radosgw answered to programs that signed them, by method, from its own access log: the same count
 * for everybody who is compared.
 */
export async function requestsIn(accessLog: string): Promise<Requests> {
  return countRequests(await readFile(accessLog, 'utf8'));
}

export function countRequests(log: string): Requests {
  const counts: Record<string, number> = {};
  for (const [, method = ''] of log.matchAll(/ beast: \S+ \S+ - \S+ \[[^\]]*\] "([A-Z]+) /g))
    counts[method] = (counts[method] ?? 0) + 1;
  return counts;
}

export function difference(after: Requests, before: Requests): Requests {
  const entries = Object.entries(after).map(
    ([method, count]) => [method, count - (before[method] ?? 0)] as const,
  );
  return Object.fromEntries(entries.filter(([, count]) => count > 0));
}

export const sumOf = (requests: Requests): number =>
  Object.values(requests).reduce((sum, count) => sum + count, 0);
