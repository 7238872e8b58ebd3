import { expect, test } from 'vitest';
import { countRequests, difference } from './request-log.ts';
import type { Measurement, Results } from './results.ts';
import { markdownTable, tableRows } from './table.ts';

const measurement = (program: 'holdfast' | 'restic', round: number, seconds: number): Measurement => ({
  program,
  step: 'restore',
  round,
  seconds,
  user: seconds,
  system: 1,
  peakBytes: 2e8,
  requests: { GET: 3, HEAD: 1 },
  storedBytes: 1e9,
  storedObjects: 7,
});

const results: Results = {
  date: '2026-01-01',
  machine: 'a machine',
  restic: 'restic',
  tree: { parts: [], files: 1, bytes: 1 },
  rounds: 2,
  comparison: '',
  measurements: [
    measurement('holdfast', 1, 10),
    measurement('holdfast', 2, 14),
    measurement('restic', 1, 24),
  ],
};

test('means of the rounds, and the ratio to restic', () => {
  expect(tableRows(results)).toContainEqual(['restore: wall, s', '12.0', '24.0', '0.50']);
  expect(tableRows(results)).toContainEqual(['restore: requests', '4', '4', '1.00']);
  expect(tableRows(results)).toContainEqual(['first backup: wall, s', '', '', '']);
});

test('the table is markdown, all lines alike', () => {
  const lines = markdownTable(results).split('\n');
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  expect(lines[1]).toMatch(/^\| -+ \| -+: \| -+: \| -+: \|$/);
});

test('requests are counted from lines as radosgw writes them', () => {
  const line = (method: string): string =>
    `2026-11-22T08:16:52.341+0000 7f7f81fc36c0  1 beast: 0x7f7ff829e6e0: 127.0.0.1 - AK [22/Nov/2026:08:16:52.337 +0000] "${method} /bucket/key HTTP/1.1" 200 231 - "client" - latency=0.004s\n`;
  const log = `${line('PUT')}2026-11-22 1 ====== starting new request\n${line('GET')}${line('PUT')}`;
  expect(countRequests(log)).toEqual({ PUT: 2, GET: 1 });
  expect(difference({ PUT: 5, GET: 1 }, { PUT: 2, GET: 1 })).toEqual({ PUT: 3 });
});
