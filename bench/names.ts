import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { NamesIndex } from '../core/catalog/names/names-index.ts';
import { openNames, openNamesToRead } from '../core/catalog/names/open-names.ts';
import { readSnapshotNames, type NameInTree } from '../core/catalog/names/read-snapshot.ts';
import { searchNames } from '../core/catalog/names/search-names.ts';
import { machine } from './machine.ts';
import { say, writeSection } from './page-section.ts';

/**
 * `node bench/names.ts [paths] [snapshots]`: what a search by name costs over a corpus made for it. Writes its table into
 * docs/performance.md.
 */
const paths = Number(process.argv[2] ?? 1_000_000);
const snapshots = Number(process.argv[3] ?? 100);
const filesAFolder = 9;
const foldersAbove = 30;

const words =
  'invoice holiday meeting Müller report photo draft contract backup letter garden Zürich notes plan'.split(
    ' ',
  );
const endings = ['pdf', 'docx', 'jpg', 'txt', 'xlsx', 'png', 'md', 'mp4'];

const mix = (value: number): number => {
  let x = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return (x ^ (x >>> 16)) >>> 0;
};
const word = (seed: number): string => words[mix(seed) % words.length] ?? '';

/** Node ids say what is in them: "folder:version". A tenth of a percent of the folders changes from each snapshot to the next. */
const folders = Math.round(paths / (filesAFolder + 1));
const versionOf = (folder: number, snapshot: number): number => {
  for (let at = snapshot; at > 0; at--) if (mix(folder * 131 + at) % 1000 === 0) return at;
  return 0;
};

function listing(folder: number, version: number): readonly NameInTree[] {
  return Array.from({ length: filesAFolder }, (_, at): NameInTree => {
    const seed = folder * 16 + at;
    const isNew = version > 0 && at === 0;
    const name = `${word(seed)} ${word(seed + 7)} ${mix(seed) % 10_000}${isNew ? ` v${version}` : ''}.${endings[seed % 8]}`;
    return { name, kind: 'file', size: mix(seed) % 5_000_000, print: `${seed}-${at === 1 ? version : 0}` };
  });
}

/** Folders lie in years, months and subjects. */
function tree(snapshot: number) {
  return {
    root: async () =>
      ({ name: '/home/ada', kind: 'folder', size: 0, print: '', node: `top:${snapshot}` }) as const,
    directory: async (node: string): Promise<readonly NameInTree[]> => {
      const [kind, first, second] = node.split(':');
      const folder = (name: string, id: string): NameInTree => ({
        name,
        kind: 'folder',
        size: 0,
        print: '',
        node: id,
      });
      const groups = Math.ceil(folders / foldersAbove);
      if (kind === 'top')
        return Array.from({ length: Math.ceil(groups / 100) }, (_, at) =>
          folder(`${word(at)} ${1990 + (at % 37)} ${at}`, `year:${at}:${snapshot}`),
        );
      const base = Number(first);
      if (kind === 'year')
        return Array.from({ length: 100 }, (_, at) =>
          folder(`month ${at}`, `group:${base * 100 + at}:${snapshot}`),
        );
      if (kind === 'group')
        return Array.from({ length: foldersAbove }, (_, at) => base * foldersAbove + at)
          .filter((at) => at < folders)
          .map((at) =>
            folder(`${word(at)} ${word(at + 3)} ${at}`, `folder:${at}:${versionOf(at, snapshot)}`),
          );
      return listing(base, Number(second));
    },
  };
}

const middle = (times: readonly number[]): string => (times.toSorted((a, b) => a - b)[3] ?? 0).toFixed(0);

const folder = mkdtempSync(join(tmpdir(), 'holdfast-names-bench-'));
const file = join(folder, 'names.sqlite');
try {
  const index = new NamesIndex(openNames(file, 'bench'));
  const startedAt = performance.now();
  let firstSeconds = 0;
  let lastWrite = startedAt;
  for (let at = 0; at < snapshots; at++) {
    const { root, directory } = tree(at);
    const pause = (): void => {
      if (performance.now() - lastWrite < 500) return;
      index.commit();
      lastWrite = performance.now();
    };
    const roots = [{ path: '/home/ada', node: `top:${at}` }];
    await readSnapshotNames(index, { id: `${at}`, at, roots }, { root, directory, pause });
    if (at === 0) firstSeconds = (performance.now() - startedAt) / 1000;
  }
  const buildSeconds = (performance.now() - startedAt) / 1000;
  const peak = process.resourceUsage().maxRSS / 1024;
  index.close();
  const queries = [
    'invoice',
    'zürich müller',
    'e',
    '9999.pdf',
    'month 42/photo',
    'nothing is called so',
    '/home/ada',
    'v42',
  ];
  const rows = queries.map((query) => {
    const times: number[] = [];
    const computing: number[] = [];
    let found = '';
    for (let round = 0; round < 7; round++) {
      const database = openNamesToRead(file, 'bench');
      if (!database) throw new Error('the index is not there');
      const cpu = process.cpuUsage();
      const from = performance.now();
      const { hits, more } = searchNames(database, query, { offset: 0, limit: 100 });
      times.push(performance.now() - from);
      const { user, system } = process.cpuUsage(cpu);
      computing.push((user + system) / 1000);
      found = more ? 'more than 100' : `${hits.length}`;
      database.close();
    }
    const columns = [found, middle(times), Math.max(...times).toFixed(0), middle(computing)];
    return `| \`${query}\` | ${columns.join(' | ')} |`;
  });
  const megabytes = statSync(file).size / 1e6;
  const text = [
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine()}. ${paths.toLocaleString('en')} paths in ${folders.toLocaleString('en')} folders, ${snapshots} snapshots, in each of which one folder in a thousand changed. Load of the machine: ${(loadavg()[0] ?? 0).toFixed(1)}, so times by the clock are other programs' too; the last column is not.`,
    `The index took ${firstSeconds.toFixed(0)} s for the first snapshot and ${((buildSeconds - firstSeconds) / Math.max(1, snapshots - 1)).toFixed(2)} s for each further one, without what reading the trees takes; it has ${megabytes.toFixed(0)} MB, and the process that made it had ${peak.toFixed(0)} MB at most. The first 100 hits, seven times each:`,
    '',
    '| search | hits | median, ms | slowest, ms | processor, median, ms |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
  say(text);
  if (!process.argv.includes('--dry')) writeSection('names', text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
