import type { FileVersion, SearchHit, SearchPage } from '../../../core/contract/browse.ts';
import type { JobView } from '../../../core/contract/jobs.ts';
import { FakeFailure, type FakeHandlers } from '../fake-bridge.ts';
import type { Scenario } from '../scenario.ts';
import { appState, day, laptop, now } from './app-state.ts';
import { fakePdf, fakePicture } from './previews.ts';
import { hostileNames, snapshotName, snapshotRow, someSnapshots, treePage } from './tree.ts';

const versions: readonly FileVersion[] = [0, 3, 9, 20].map((age, index, all) => ({
  snapshot: snapshotName(age + 4),
  at: now - age * day,
  size: 48_211 - index * 1300,
  modifiedAt: now - age * day - 3_600_000,
  snapshots: index + 2,
  sizeChange: index === all.length - 1 ? null : index === 1 ? 0 : 1300 * (index === 2 ? -1 : 1),
  marks:
    index === 0
      ? [
          {
            kind: 'unusual',
            words: '1,204 files look like noise now.',
            said: { code: 'mark-unusual', signs: [{ code: 'signal-noise', count: 1204 }] },
            severity: 'warning',
          },
        ]
      : [],
}));

const hit = (name: string, index: number): SearchHit => ({
  path: `/home/ada/Documents/${name}`,
  name,
  kind: 'file',
  versions: (index % 5) + 1,
  newest: { snapshot: snapshotName(1), at: now - index * 3_600_000, size: 12_000 + index },
  gone: index % 3 === 1,
});

export const restoreJob = (change: Partial<JobView> = {}): JobView => ({
  id: 'restore-1',
  kind: 'restore',
  set: 'main',
  state: 'running',
  startedAt: now,
  endedAt: null,
  progress: {
    phase: 'downloading',
    doneFiles: 41,
    totalFiles: 214,
    doneBytes: 0.3e9,
    totalBytes: 1.3e9,
    open: false,
    bytesPerSecond: 12.4e6,
    remainingSeconds: 81,
    slow: { words: '/home/ada/Scans/scan-000001.tiff', said: null },
  },
  words: null,
  figures: {},
  error: null,
  question: null,
  ...change,
});

let isRead = false;

/** A better hit is in a snapshot that is read only after the first answer. */
function growing(): SearchPage {
  const names = isRead ? ['growing.txt', 'growing older.txt'] : ['growing older.txt'];
  const unread = isRead ? 0 : 1;
  isRead = true;
  return { hits: names.map(hit), more: false, unread };
}

/** What browsing and restoring answer, the same for a set and a recovery. */
export const browsing: FakeHandlers = {
  'tree.list': async (input) => treePage(input),
  'search.names': async ({ text }) =>
    text.startsWith('zzz')
      ? { hits: [], more: false, unread: 0 }
      : text === 'growing'
        ? growing()
        : {
            hits: [
              ...['Letter.odt', 'Budget 2026.ods', ...hostileNames].map(hit),
              ...Array.from({ length: 492 }, (_, index) => hit(`letter-${index}.txt`, index)),
            ],
            more: true,
            unread: 3,
          },
  'file.versions': async () => versions,
  'file.preview': async ({ path }) =>
    path.endsWith('.pdf')
      ? { kind: 'pdf', base64: fakePdf }
      : path.endsWith('.png')
        ? { kind: 'image', mime: 'image/png', base64: fakePicture }
        : path.endsWith('.tiff')
          ? { kind: 'none', reason: 'binary' }
          : {
              kind: 'text',
              text: 'Dear Charles,\n\n<b>the engine</b> weaves patterns.\n'.repeat(20),
              cut: true,
            },
  'restore.total': async ({ paths }) => ({ files: 214 * paths.length, bytes: 1.3e9, atLeast: false }),
  'restore.plan': async ({ destination, conflicts }) => ({
    plan: 'plan-1',
    files: 214,
    bytes: 1.3e9,
    alreadyThere: 12,
    downloadBytes: 0.9e9,
    downloadCost: 0.01,
    currency: 'USD',
    resultPath: destination ?? '/home/ada/Documents/Restored 2026-11-22 14-30',
    example: `${destination ?? '/home/ada/Documents/Restored 2026-11-22 14-30'}/Taxes/2025.pdf`,
    freeBytes: 212e9,
    warnings: [
      {
        words: '3 files or folders cannot come back',
        said: { code: 'plan-lost', count: 3 } as const,
      },
    ],
    replaces: conflicts === 'overwrite' ? 7 : 0,
  }),
  'restore.start': async () => restoreJob({ state: 'warnings', endedAt: now, progress: null }),
  'restore.report': async () => ({
    destination: '/home/ada/Documents/Restored 2026-11-22 14-30',
    files: 211,
    bytes: 1.28e9,
    complete: false,
    problems: [
      {
        path: '/home/ada/Documents/Taxes/2025.pdf',
        reason: 'its data is not in the bucket any more',
        said: { code: 'reason-data-gone' } as const,
      },
      ...hostileNames.map((name) => ({
        path: `/home/ada/${name}`,
        reason: 'its name cannot be used on this computer',
        said: { code: 'reason-name-impossible' } as const,
      })),
    ],
    problemCount: 7,
    renamed: [{ path: '/home/ada/notes.txt', as: 'notes (restored).txt' }],
    report: null,
  }),
  'app.folder': async ({ path }) => ({
    path: path ?? '/home/ada',
    parent: '/home',
    entries: ['Desktop', 'Documents'].map((name) => ({
      name,
      path: `${path ?? '/home/ada'}/${name}`,
      folder: true,
    })),
    cut: false,
    shortcuts: [{ name: 'Home', path: '/home/ada' }],
  }),
};

const here = (handlers: FakeHandlers): FakeHandlers => ({
  'app.state': async () => appState([laptop]),
  'snapshots.list': async () => ({ snapshots: someSnapshots, now }),
  ...browsing,
  ...handlers,
});

const offline = new FakeFailure({
  code: 'network-unreachable',
  details: { endpoint: 'https://api.backblazeb2.com' },
  words:
    'No answer from https://api.backblazeb2.com. Check the internet connection and the address, then try again.',
  retry: 'later',
});

export const restoreScenarios: readonly Scenario[] = [
  { name: 'restore', screen: 'restore', handlers: here({}) },
  {
    name: 'restore-loopback',
    screen: 'restore',
    handlers: here({ 'app.state': async () => appState([laptop], { shell: 'loopback' }) }),
  },
  {
    name: 'restore-one',
    screen: 'restore',
    handlers: here({ 'snapshots.list': async () => ({ snapshots: [snapshotRow(1, now)], now }) }),
  },
  {
    name: 'restore-many-snapshots',
    screen: 'restore',
    handlers: here({
      'snapshots.list': async () => ({
        snapshots: Array.from({ length: 20_000 }, (_, index) => snapshotRow(index, now - index * 3_600_000)),
        now,
      }),
    }),
  },
  {
    name: 'restore-empty',
    screen: 'restore',
    handlers: here({ 'snapshots.list': async () => ({ snapshots: [], now }) }),
  },
  {
    name: 'restore-busy',
    screen: 'restore',
    handlers: {
      'app.state': async () => appState([laptop]),
      'snapshots.list': async () => ({ snapshots: someSnapshots, now }),
    },
  },
  {
    name: 'restore-running',
    screen: 'restore',
    handlers: here({ 'app.state': async () => appState([laptop], { jobs: [restoreJob()] }) }),
  },
  {
    name: 'restore-offline',
    screen: 'restore',
    handlers: here({
      'tree.list': async () => await Promise.reject(offline),
      'restore.plan': async () => await Promise.reject(offline),
    }),
  },
  {
    name: 'restore-locked',
    screen: 'restore',
    handlers: here({
      'snapshots.list': async () =>
        await Promise.reject(
          new FakeFailure({
            code: 'set-locked',
            details: {},
            words: 'The keys of this backup set are sealed. Type the passphrase to open them.',
            retry: 'never',
          }),
        ),
    }),
  },
];
