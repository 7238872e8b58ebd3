import { cpus, release, totalmem } from 'node:os';

/** What the figures were measured on, in a line. */
export function machine(): string {
  const [cpu] = cpus();
  const gib = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores of ${cpu?.model.trim() ?? 'an unknown CPU'}, ${gib} GiB of memory, Linux ${release()}, Node ${process.version}`;
}
