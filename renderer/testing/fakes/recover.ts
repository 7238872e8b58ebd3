import type { RecoveryView, TimelineView } from '../../../core/contract/recover.ts';
import type { JobView } from '../../../core/contract/jobs.ts';
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
              kind: 'suspicion',
              words: '1,204 of 1,310 changed files lost their format; a new ending ".locked" is everywhere.',
              severity: 'alarm',
            },
          ]
        : [],
  }),
);

const timeline: TimelineView = {
  now,
  final: true,
  snapshots,
  attackBegan: {
    at: attack,
    words: 'The first object was hidden although its lock was running. Holdfast never does that.',
  },
  proposal: {
    snapshot: snapshotName(38),
    reasons: [
      'It is the newest complete backup from before the first hostile act.',
      'Everything it needs is there, and locked until 29 December 2026.',
      'A sample of 200 files looks as it did in the backups before.',
    ],
    runnerUp: snapshotName(36),
  },
  evidence: [
    { at: attack, kind: 'markers', words: '4,312 objects were hidden within 11 minutes.' },
    {
      at: attack + 3_600_000,
      kind: 'foreign',
      words: '219 objects were overwritten by other bytes; the originals are untouched below.',
    },
    {
      at: attack + 7_200_000,
      kind: 'set-up',
      words: 'The folders to back up were changed: /home/ada was taken out.',
    },
    { at: null, kind: 'note', words: 'A file <READ ME.txt> appeared in 37 folders.' },
  ],
  activity: Array.from({ length: 41 }, (_, index) => ({
    at: now - (40 - index) * day,
    ms: day,
    ours: 20 + ((index * 37) % 50),
    hostile: index === 38 ? 4531 : index === 39 ? 60 : 0,
  })),
  notLookedAt: ['12,000 foreign objects were counted, but not opened.'],
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
    slow: null,
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
];
