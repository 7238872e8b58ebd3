import type { EntryRow, SnapshotRow, TreePage } from '../../../core/contract/browse.ts';
import type { Input } from '../../../core/contract/calls.ts';
import { day, now } from './app-state.ts';

const hour = 3_600_000;

export const snapshotName = (number: number): string => number.toString(16).padStart(64, '0');

export function snapshotRow(number: number, at: number, change: Partial<SnapshotRow> = {}): SnapshotRow {
  return {
    id: snapshotName(number),
    at,
    files: 164_471 + number,
    bytes: 48.3e9,
    newBytes: 214e6,
    complete: true,
    protectedUntil: now + 29 * day,
    lockShare: 0.97,
    kept: true,
    pinned: false,
    marks: [],
    skipped: 0,
    host: 'laptop',
    platform: 'linux',
    intact: null,
    ...change,
  };
}

/** Several a day for a while, then one a day, as retention leaves them. */
export const someSnapshots: readonly SnapshotRow[] = [
  snapshotRow(1, now - 2 * hour),
  snapshotRow(2, now - 6 * hour, { complete: false }),
  snapshotRow(3, now - day, {
    marks: [
      {
        kind: 'suspicious',
        words: 'the files changed as in an attack: 1,204 files got other names and other contents',
        said: { code: 'mark-suspicious', signs: [{ code: 'signal-extension', count: 1204 }] },
        severity: 'alarm',
      },
    ],
  }),
  snapshotRow(4, now - day - 4 * hour),
  ...Array.from({ length: 26 }, (_, index) =>
    snapshotRow(5 + index, now - (index + 2) * day, {
      lockShare: 0.9 - index * 0.03,
      pinned: index === 9,
      protectedUntil: now + (27 - index) * day,
    }),
  ),
];

export const hostileNames: readonly string[] = [
  '<img src=x onerror=alert(1)>.html',
  'invoice\u202Efdp.exe',
  'two\\nlines.txt',
  `${'long '.repeat(2000)}.txt`,
  'مرحبا بالعالم.txt',
  '🗂️ e\u0301té & co.csv',
];

const file = (folder: string, name: string, index: number): EntryRow => ({
  path: `${folder}/${name}`,
  name,
  kind: 'file',
  size: ((index * 7919) % 4_000_000) + 12,
  modifiedAt: now - (index % 900) * day - (index % 24) * hour,
  target: null,
});

const folderRow = (path: string): EntryRow => ({
  path,
  name: path.slice(path.lastIndexOf('/') + 1),
  kind: 'folder',
  size: 0,
  modifiedAt: now - 3 * day,
  target: null,
});

const home = '/home/ada';
const folders: Readonly<Record<string, readonly EntryRow[]>> = {
  [home]: [
    ...['Desktop', 'Documents', 'Empty', 'Pictures', 'Scans', 'Strange names'].map((name) =>
      folderRow(`${home}/${name}`),
    ),
    file(home, 'notes.txt', 3),
    { ...file(home, 'latest', 4), kind: 'link', target: '/home/ada/Documents/Letter.odt' },
  ],
  [`${home}/Desktop`]: [file(`${home}/Desktop`, 'To do.txt', 1)],
  [`${home}/Documents`]: [
    folderRow(`${home}/Documents/Taxes`),
    ...['Budget 2026.ods', 'Letter.odt', 'Manual.pdf', 'Plan.md', 'Thesis.docx'].map((name, index) =>
      file(`${home}/Documents`, name, index + 11),
    ),
  ],
  [`${home}/Documents/Taxes`]: ['2024.pdf', '2025.pdf'].map((name, index) =>
    file(`${home}/Documents/Taxes`, name, index),
  ),
  [`${home}/Empty`]: [],
  [`${home}/Pictures`]: ['Harbour.png', 'Lake.jpg'].map((name, index) =>
    file(`${home}/Pictures`, name, index + 40),
  ),
  [`${home}/Strange names`]: hostileNames.map((name, index) => file(`${home}/Strange names`, name, index)),
};

/** A folder of 100,000 files is made as far as it is looked at. */
export function treePage({ path, offset, limit, sort, descending }: Input<'tree.list'>): TreePage {
  if (path === null) return { entries: [folderRow(home)].map((row) => ({ ...row, name: home })), total: 1 };
  if (path === `${home}/Scans`) {
    const total = 100_000;
    const entries = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, index) => {
      const number = descending ? total - 1 - offset - index : offset + index;
      return file(path, `scan-${String(number).padStart(6, '0')}.tiff`, number);
    });
    return { entries, total };
  }
  const all = (folders[path] ?? []).toSorted((a, b) =>
    (a.kind === 'folder') !== (b.kind === 'folder')
      ? a.kind === 'folder'
        ? -1
        : 1
      : compare(a, b, sort) * (descending ? -1 : 1),
  );
  return { entries: all.slice(offset, offset + limit), total: all.length };
}

function compare(a: EntryRow, b: EntryRow, sort: Input<'tree.list'>['sort']): number {
  if (sort === 'size') return a.size - b.size;
  if (sort === 'modified') return (a.modifiedAt ?? 0) - (b.modifiedAt ?? 0);
  return a.name < b.name ? -1 : 1;
}
