import { loadavg } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { FolderCache } from '../core/app/browsing/folder-cache.ts';
import { listTree } from '../core/app/browsing/list-tree.ts';
import type { Entry } from '../core/model/entry.ts';
import { TreeReader } from '../core/restore/tree-reader.ts';
import { machine } from './machine.ts';
import { TreesInMemory } from './trees-in-memory.ts';
import { say, writeSection } from './page-section.ts';

/**
 * `npm run bench:folder [entries]`: what it costs to open a huge folder of a snapshot, where its trees are at hand. Writes its table
 * into docs/performance.md.
 */
const count = Number(process.argv[2] ?? 100_000);
const rounds = 7;
const path = '/photos';

const trees = new TreesInMemory();
const mix = (value: number): number => Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) >>> 0;
const hex = (value: number): string => mix(value).toString(16).padStart(8, '0');
const entries = Array.from({ length: count }, (_, at): Entry => {
  const size = 1 + (mix(at) % 5_000_000);
  return {
    name: at % 200 === 0 ? `folder ${at}` : `IMG_${mix(at) % 1_000_000}_${at}.jpg`,
    mode: 0o644,
    uid: 1000,
    gid: 1000,
    mtimeNs: `${1_500_000_000 + (mix(at) % 200_000_000)}123456789`,
    ...(at % 200 === 0
      ? { type: 'directory', size: 0, node: trees.node([]) }
      : { type: 'file', size, content: [{ id: hex(at).repeat(8), length: size }], look: 3 }),
  };
});
const root = trees.node([
  {
    name: 'photos',
    type: 'directory',
    mode: 0o755,
    uid: 0,
    gid: 0,
    mtimeNs: '0',
    size: 0,
    node: trees.node(entries),
  },
]);
trees.seal();
const none = { files: 0, directories: 0, others: 0, bytes: 0, newBytes: 0, storedBytes: 0 };
const body = {
  startedAt: 0,
  finishedAt: 0,
  host: '',
  user: '',
  platform: 'linux',
  program: '',
  roots: [{ path, node: root }],
  excludes: [],
  complete: true,
  statistics: none,
  skipped: [],
  skippedCount: 0,
  previous: null,
  protectDays: 30,
  decisions: [],
};
const snapshot = {
  id: 'a'.repeat(64),
  version: { name: '', versionId: '', size: 0 },
  uploadedAt: 0,
  parts: [],
  body,
};

const median = (values: readonly number[]): string => {
  const sorted = values.toSorted((a, b) => a - b);
  return `${(sorted[sorted.length >> 1] ?? 0).toFixed(0)} | ${(sorted.at(-1) ?? 0).toFixed(0)}`;
};

const times = {
  first: [] as number[],
  next: [] as number[],
  bySize: [] as number[],
  again: [] as number[],
  stall: [] as number[],
  cpu: [] as number[],
};
const delay = monitorEventLoopDelay({ resolution: 1 });
for (let round = 0; round < rounds; round++) {
  const reader = new TreeReader(trees.readable, trees);
  const source = {
    folders: new FolderCache(),
    snapshot: async () => snapshot,
    reading: <T>(
      _: unknown,
      _want: unknown,
      work: (from: { locator: TreesInMemory; reader: TreeReader }) => Promise<T>,
    ) => work({ locator: trees, reader }),
  };
  const page = async (offset: number, sort: 'name' | 'size', into: number[]): Promise<void> => {
    const from = performance.now();
    await listTree(source, { snapshot: snapshot.id, path, offset, limit: 200, sort, descending: false });
    into.push(performance.now() - from);
  };
  delay.reset();
  delay.enable();
  // Its first reading is what the next is measured from.
  await new Promise((resolve) => setTimeout(resolve, 5));
  const before = process.cpuUsage();
  await page(0, 'name', times.first);
  const { user, system } = process.cpuUsage(before);
  times.cpu.push((user + system) / 1000);
  await new Promise((resolve) => setTimeout(resolve, 5));
  delay.disable();
  times.stall.push(delay.max / 1e6);
  await page(50_000, 'name', times.next);
  await page(0, 'size', times.bySize);
  await page(0, 'name', times.again);
}
const text = [
  `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine()}. A folder of ${count.toLocaleString('en')} entries, pages of 200, ${rounds} rounds; trees at hand, so without what downloading them takes. Load of the machine: ${(loadavg()[0] ?? 0).toFixed(1)}.`,
  '',
  '| | median, ms | slowest, ms |',
  '| --- | ---: | ---: |',
  `| first page: all of the folder read, checked against its ids, and sorted by name | ${median(times.first)} |`,
  `| the same in CPU time, of all its threads | ${median(times.cpu)} |`,
  `| the longest that the engine's thread did nothing else meanwhile | ${median(times.stall)} |`,
  `| a page in the middle | ${median(times.next)} |`,
  `| first page by size instead | ${median(times.bySize)} |`,
  `| by name again | ${median(times.again)} |`,
].join('\n');
say(text);
if (!process.argv.includes('--dry')) writeSection('folder', text);
