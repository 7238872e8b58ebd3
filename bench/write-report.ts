import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Results } from './results.ts';
import { markdownTable } from './table.ts';

const page = fileURLToPath(new URL('../docs/performance.md', import.meta.url));
const data = fileURLToPath(new URL('../docs/performance.json', import.meta.url));
const begin = '<!-- bench: begin -->';
const end = '<!-- bench: end -->';

/** Puts the table into docs/performance.md, between its two marks, and all figures into docs/performance.json. */
export function writeReport(results: Results): void {
  writeFileSync(data, `${JSON.stringify(results, null, 2)}\n`);
  const text = readFileSync(page, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has lost the marks of the bench`);
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n\n${section(results)}\n\n${text.slice(to)}`);
}

export function section(results: Results): string {
  const { tree } = results;
  const parts = tree.parts.map(
    ({ from, files, bytes }) => `${from} (${files.toLocaleString('en')} files, ${gib(bytes)})`,
  );
  return [
    `Measured on ${results.date}: ${results.machine}.`,
    `Tree: ${tree.files.toLocaleString('en')} files, ${gib(tree.bytes)}, copies of ${parts.join(' and ')}.`,
    `Against ${results.restic} on the same Ceph RGW (one node, in memory, loopback), ${results.rounds} rounds, the two taking turns; means.`,
    `Everything had been read once before, so files came from the page cache. ${results.comparison}`,
    '',
    markdownTable(results),
  ].join('\n');
}

const gib = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(2)} GiB`;
