import type { RecoveryView, TimelineView } from '../../../core/contract/recover.ts';
import type { Told } from '../../../core/contract/said.ts';
import type { JobView } from '../../../core/contract/jobs.ts';
import type { WrittenReport } from '../../../core/contract/recovery-report.ts';
import { FakeFailure, type FakeHandlers } from '../fake-bridge.ts';
import type { Scenario } from '../scenario.ts';
import { appState, day, laptop, now } from './app-state.ts';
import { browsing, restoreJob } from './restore.ts';
import { snapshotName, snapshotRow } from './tree.ts';

const attack = now - 2 * day;

const snapshots = Array.from({ length: 40 }, (_, index) =>
  snapshotRow(index + 1, now - (40 - index) * day + 3_600_000, {
    intact: index === 38 ? false : index > 20 ? true : null,
    lockShare: 0.4 + index / 80,
    protectedUntil: now + index * day,
    marks:
      index > 37
        ? [
            {
              kind: 'suspicious',
              words:
                'the files changed as in an attack: 1,204 files got names like *.locked and other contents; such names are known from attacks',
              said: {
                code: 'mark-suspicious',
                signs: [
                  { code: 'signal-extension-named-known', count: 1204, name: 'locked' },
                  { code: 'signal-notes', count: 37 },
                ],
              },
              severity: 'alarm',
            },
          ]
        : [],
  }),
);

const hiddenSnapshots: Told = {
  words: '38 locked snapshots were hidden, which Holdfast never does',
  said: { code: 'newest-hidden', count: 38 },
};

/** One of them names a day that there is none of. */
const fakes: Told = {
  words: 'snapshots made with your keys, but not by Holdfast',
  said: { code: 'foreign-dates', count: 2, says: { day: 1e300 }, came: { day: attack } },
};

const timeline: TimelineView = {
  now,
  final: true,
  snapshots,
  attackBegan: {
    at: attack,
    words: '38 locked snapshots were hidden, which Holdfast never does',
    because: [hiddenSnapshots, fakes],
  },
  proposal: {
    snapshot: snapshotName(38),
    reasons: [
      {
        words: 'it was uploaded before the attack began',
        said: { code: 'before-attack', on: { day: now - 3 * day } },
      },
      { words: 'all 812 objects that it needs are there', said: { code: 'all-there', count: 812 } },
      {
        words: 'each of the 2 newer snapshots has something against it',
        said: { code: 'newer-doubtful', count: 2 },
      },
      { words: '12 files were looked into at random', said: { code: 'sample-like', count: 12 } },
    ],
    runnerUp: snapshotName(36),
  },
  evidence: [
    { at: attack, kind: 'hidden', ...hiddenSnapshots },
    { at: attack + 60_000, kind: 'implausible-snapshot', ...fakes },
    {
      at: attack + 3_600_000,
      kind: 'overwritten',
      words: '219 locked objects of yours had other versions stored above them',
      said: { code: 'objects-overwritten', count: 219 },
    },
    {
      at: attack + 7_200_000,
      kind: 'set-up-changed',
      words: 'what is backed up was changed: /home/ada is no longer backed up',
      said: {
        code: 'set-up-shrunk',
        changes: [
          { code: 'root-gone', name: '/home/ada/<b>\u202Etxt.exe' },
          { code: 'period-changed', days: 7, before: 30 },
        ],
      },
    },
    {
      at: attack + 7_200_000,
      kind: 'suspicious-run',
      words: 'the files changed as in an attack',
      said: {
        code: 'suspicious-run',
        on: { day: attack + 7_200_000 },
        signs: [
          { code: 'signal-notes', count: 37 },
          { code: 'signal-type', count: 1204 },
        ],
      },
    },
    {
      at: null,
      kind: 'locks-lengthened',
      words: 'locks were lengthened',
      said: { code: 'locks-lengthened', until: { day: now + 3000 * day } },
    },
  ],
  activity: Array.from({ length: 41 }, (_, index) => ({
    at: now - (40 - index) * day,
    ms: day,
    ours: 20 + ((index * 37) % 50),
    hostile: index === 38 ? 4531 : index === 39 ? 60 : 0,
  })),
  notLookedAt: [
    { words: '12,000 further names among the snapshots', said: { code: 'rest-names', count: 12_000 } },
  ],
};

const closed: RecoveryView = {
  open: false,
  place: null,
  writes: 0,
  job: null,
  timeline: null,
  chosen: null,
  held: null,
  skewMs: 0,
};
const open: RecoveryView = { ...closed, open: true, place: 'b2://holdfast-ada/laptop/', timeline };
const chosen: RecoveryView = { ...open, chosen: snapshotName(38) };

const reading: JobView = {
  ...restoreJob(),
  id: 'timeline-1',
  kind: 'timeline',
  set: null,
  progress: {
    phase: 'listing',
    doneFiles: 41_000,
    totalFiles: 0,
    doneBytes: 0,
    totalBytes: 0,
    open: true,
    bytesPerSecond: null,
    remainingSeconds: null,
    slow: {
      words: 'listing everything: 12,000 versions',
      said: { code: 'step-listing-all', count: 12_000 },
    },
  },
};

const unreachable = new FakeFailure({
  code: 'network-unreachable',
  details: { endpoint: 'https://api.backblazeb2.com' },
  words:
    'No answer from https://api.backblazeb2.com. Check the internet connection and the address, then try again.',
  retry: 'later',
});

/** What the steps bring, one after the other, as a person clicks through them. */
function acting(start: RecoveryView): FakeHandlers {
  let view = start;
  return {
    'recover.view': async () => view,
    'recover.open-set': async () => (view = { ...open, timeline: null }),
    'recover.timeline': async () => {
      view = { ...view, timeline };
      return { ...reading, state: 'done', endedAt: now };
    },
    'recover.choose': async ({ snapshot }) => (view = { ...view, chosen: snapshot }),
    'recover.hold': async () => {
      view = { ...view, held: { until: now + 60 * day }, writes: 812 };
      return { ...reading, id: 'hold-1', kind: 'hold', state: 'done', endedAt: now };
    },
    'recover.clean-plan': async () => ({
      plan: 'clean-1',
      markers: 4312,
      foreign: 219,
      foreignBytes: 2.1e9,
      lockedBytes: 1.4e9,
      lockedUntil: now + 400 * day,
    }),
    'recover.clean': async () => ({
      ...reading,
      id: 'clean-1',
      kind: 'clean',
      state: 'done',
      endedAt: now,
      figures: { removed: 4312 },
    }),
    'recover.close': async () => {
      view = closed;
      return null;
    },
    'set.pause': async () => null,
    'secret.request': async () => ({ request: 'aaaaaaaaaaaaaaaaaaaaaaaa' }),
    'secret.outcome': async () => {
      view = view.open ? view : { ...open, timeline: null };
      return { outcome: 'given' };
    },
    ...browsing,
  };
}

const here = (view: RecoveryView, handlers: FakeHandlers = {}): FakeHandlers => ({
  'app.state': async () => appState([laptop], { recoveryOpen: view.open }),
  ...acting(view),
  ...handlers,
});

const ended = { set: null, endedAt: now, progress: null } as const;

/** A restore has ended, and its dialog is opened once more. */
function restored(
  name: string,
  written: WrittenReport | null,
  more: {
    readonly jobs?: readonly JobView[];
    readonly press?: readonly string[];
    readonly handlers?: FakeHandlers;
  } = {},
): Scenario {
  const jobs = more.jobs ?? [restoreJob({ ...ended, state: 'warnings' })];
  return {
    name,
    screen: 'recover',
    press: ['.recover-content .notice-bar .button:not(.primary)', ...(more.press ?? [])],
    handlers: here(
      { ...chosen, held: { until: now + 60 * day }, writes: 812 },
      {
        'app.state': async () => appState([laptop], { recoveryOpen: true, jobs }),
        'restore.report': async (input) => ({
          ...(await browsing['restore.report']!(input)),
          report: { written },
        }),
        ...more.handlers,
      },
    ),
  };
}

export const recoverScenarios: readonly Scenario[] = [
  { name: 'recover', screen: 'recover', handlers: here(closed) },
  {
    name: 'recover-first-start',
    screen: 'recover',
    handlers: here(closed, { 'app.state': async () => appState([]) }),
  },
  {
    name: 'recover-wrong-key',
    screen: 'recover',
    handlers: here(closed, {
      'recover.open-set': async () =>
        await Promise.reject(
          new FakeFailure({
            code: 'key-invalid',
            details: {},
            words: 'The storage key is not accepted.',
            retry: 'never',
          }),
        ),
    }),
  },
  { name: 'recover-look', screen: 'recover', handlers: here(open) },
  {
    name: 'recover-reading',
    screen: 'recover',
    handlers: here(
      { ...open, timeline: null },
      { 'app.state': async () => appState([laptop], { recoveryOpen: true, jobs: [reading] }) },
    ),
  },
  {
    name: 'recover-early',
    screen: 'recover',
    handlers: here(
      { ...open, timeline: { ...timeline, final: false }, skewMs: -1_200_000 },
      { 'app.state': async () => appState([laptop], { recoveryOpen: true, jobs: [reading] }) },
    ),
  },
  {
    name: 'recover-nothing',
    screen: 'recover',
    handlers: here({
      ...open,
      timeline: { ...timeline, snapshots: [], attackBegan: null, proposal: null, evidence: [], activity: [] },
    }),
  },
  {
    name: 'recover-calm',
    screen: 'recover',
    handlers: here({ ...open, timeline: { ...timeline, attackBegan: null, proposal: null, evidence: [] } }),
  },
  {
    name: 'recover-offline',
    screen: 'recover',
    handlers: here(
      { ...open, timeline: null },
      { 'recover.timeline': async () => await Promise.reject(unreachable) },
    ),
  },
  {
    name: 'recover-many',
    screen: 'recover',
    handlers: here({
      ...open,
      timeline: {
        ...timeline,
        snapshots: Array.from({ length: 5000 }, (_, index) =>
          snapshotRow(index, now - (5000 - index) * 3_600_000),
        ),
      },
    }),
  },
  {
    name: 'recover-bring-back',
    screen: 'recover',
    handlers: here({ ...chosen, held: { until: now + 60 * day }, writes: 812 }),
  },
  {
    name: 'recover-restoring',
    screen: 'recover',
    handlers: here(
      { ...chosen, held: { until: now + 60 * day }, writes: 812 },
      {
        'app.state': async () =>
          appState([laptop], { recoveryOpen: true, jobs: [restoreJob({ set: null })] }),
      },
    ),
  },
  restored('recover-restored', null),
  restored('recover-report-saved', {
    file: '/media/ada/Stick/Holdfast restore report 2026-11-22 14-30.txt',
    manifest: '/media/ada/Stick/Holdfast restore report 2026-11-22 14-30.txt.sha256',
    files: 164_471,
    bytes: 2.8e12,
    missing: 1204,
  }),
  restored(
    'recover-report-unfinished',
    {
      file: `/media/${'a long folder <b>'.repeat(40)}/Holdfast restore report 2026-11-22 14-30 (2).txt`,
      manifest: null,
      files: 1,
      bytes: 48_211,
      missing: 0,
    },
    { jobs: [restoreJob({ ...ended, state: 'cancelled' })] },
  ),
  restored('recover-report-reading', null, {
    jobs: [
      restoreJob({ ...ended, state: 'done' }),
      {
        ...reading,
        id: 'report-1',
        kind: 'report',
        progress: {
          ...reading.progress!,
          phase: 'reading-back',
          open: false,
          doneFiles: 0,
          doneBytes: 0.9e12,
          totalBytes: 2.8e12,
          bytesPerSecond: 180e6,
          remainingSeconds: 10_500,
        },
      },
    ],
  }),
  restored('recover-report-changed', null, {
    press: ['[role=dialog] section .button', '.folder-picker ~ footer .button.primary'],
    handlers: {
      'recover.write-report': async () => ({
        ...reading,
        id: 'report-2',
        kind: 'report',
        state: 'failed',
        endedAt: now,
        error: {
          code: 'restored-changed',
          details: { count: 37, path: '/home/ada/Restored 2026-11-22 14-30/Documents/Letter.odt' },
          words: '37 restored files were changed or removed since the restore.',
          retry: 'never',
        },
      }),
    },
  }),
];
