import type { SetUpChange, SetUpView, SuggestedFolder } from '../../../core/contract/setup.ts';
import type { JobView } from '../../../core/contract/jobs.ts';
import { FakeFailure, type FakeHandlers } from '../fake-bridge.ts';
import type { Scenario } from '../scenario.ts';
import { appState, day, laptop, now } from './app-state.ts';
import { folderHandlers } from './folders.ts';

const draft: SetUpChange = {
  name: 'Laptop',
  storage: { kind: 'b2', endpoint: null, bucket: 'holdfast-5f2a90c1d4', prefix: '', key: 'set-up' },
  sources: ['/home/ada/Documents', '/home/ada/Pictures'],
  protectDays: 30,
  space: 'by-hand',
  schedule: { kind: 'every', hours: 4 },
};

const view = (change: Partial<SetUpView>): SetUpView => ({
  draft,
  hasStorageKey: true,
  hasPassphrase: true,
  kitConfirmed: true,
  check: null,
  committed: false,
  job: null,
  set: null,
  done: null,
  leftBehind: [],
  ...change,
});

const checked: SetUpView['check'] = {
  steps: [
    { step: 'reachable', ok: true, words: 'The storage answers.', said: { code: 'check-reachable' } },
    { step: 'key', ok: true, words: 'The key is accepted.', said: { code: 'check-key' } },
    {
      step: 'bucket',
      ok: null,
      words: 'The bucket "holdfast-5f2a90c1d4" does not exist yet: Holdfast makes it.',
      said: { code: 'check-bucket-new', name: 'holdfast-5f2a90c1d4' },
    },
    {
      step: 'rights',
      ok: true,
      words: 'The key may make what is needed.',
      said: { code: 'check-rights-set-up' },
    },
    { step: 'clock', ok: true, words: 'The clocks agree.', said: { code: 'check-clock' } },
  ],
  error: null,
  willMake: ['bucket', 'key'],
};

const job = (change: Partial<JobView>): JobView => ({
  id: 'job-1',
  kind: 'set-up',
  set: null,
  state: 'running',
  startedAt: now,
  endedAt: null,
  progress: null,
  words: null,
  figures: {},
  error: null,
  question: null,
  ...change,
});

const measured = job({
  id: 'measured',
  kind: 'measure',
  state: 'done',
  figures: { files: 41_203, bytes: 84_300_000_000, excludedFiles: 9_120, excludedBytes: 3_900_000_000 },
});

const suggested: readonly SuggestedFolder[] = [
  { path: '/home/ada/Documents', kind: 'documents', bytes: 12_400_000_000, files: 8_120, suggested: true },
  { path: '/home/ada/Pictures', kind: 'pictures', bytes: 71_900_000_000, files: 33_083, suggested: true },
  { path: '/home/ada/Downloads', kind: 'downloads', bytes: null, files: null, suggested: false },
];

const handlers = (shown: SetUpView, more: FakeHandlers = {}): FakeHandlers => ({
  'app.state': async () => appState([], { jobs: [measured, ...(shown.job ? [shown.job] : [])] }),
  'setup.view': async () => shown,
  'setup.change': async () => shown,
  'setup.folders': async () => suggested,
  'set.preview-excludes': async () => ({ job: 'measured' }),
  'job.cancel': async () => null,
  'setup.forecast': async ({ protectDays }) => ({
    bytes: 84_300_000_000,
    until: now + protectDays * day,
    monthCost: 0.61,
    leastCost: (0.61 / 30) * protectDays,
    currency: 'USD',
    points: [],
  }),
  ...more,
});

const at = (page: string, change: Partial<SetUpView> = {}): SetUpView =>
  view({ draft: { ...draft, page }, ...change });

const wizard = (name: string, shown: SetUpView, more?: FakeHandlers): Scenario => ({
  name: `wizard-${name}`,
  screen: 'wizard',
  handlers: handlers(shown, more),
});

/** A draft without folders, whose suggestions come when the page is told so. */
function lateFolders(): FakeHandlers {
  let shown = at('folders');
  shown = { ...shown, draft: { ...shown.draft, sources: undefined } };
  return {
    'setup.view': async () => shown,
    'setup.change': async (change) => {
      shown = { ...shown, draft: { ...shown.draft, ...change } };
      return shown;
    },
    'setup.folders': () =>
      new Promise((resolve) => {
        addEventListener('suggestions-come', () => resolve(suggested), { once: true });
      }),
    ...folderHandlers,
  };
}

const offline = {
  code: 'network-unreachable',
  details: { endpoint: 'https://api.backblazeb2.com' },
  words: 'No answer from https://api.backblazeb2.com.',
  retry: 'later',
} as const;

const done: SetUpView['done'] = {
  place: 'the bucket holdfast-5f2a90c1d4 on Backblaze B2',
  keyWords: {
    words: 'This provider does not tell what the key may do.',
    said: { code: 'key-untold' },
  },
  warnings: [],
  proof: 'proven',
  setUpKeyDead: false,
  kitOpened: false,
};

export const wizardScenarios: readonly Scenario[] = [
  wizard('empty', view({ draft: {}, hasStorageKey: false, hasPassphrase: false, kitConfirmed: false })),
  wizard('storage', at('storage', { check: checked })),
  wizard(
    'storage-offline',
    at('storage', {
      check: {
        steps: [{ step: 'reachable', ok: false, words: 'The storage does not answer.', said: null }],
        error: offline,
        willMake: [],
      },
    }),
  ),
  wizard('folders', at('folders')),
  wizard('folders-late', at('folders'), lateFolders()),
  wizard('period', at('period')),
  wizard('period-long', at('period', { draft: { ...draft, page: 'period', protectDays: 365 } })),
  wizard('kit', at('kit', { hasPassphrase: false, kitConfirmed: false })),
  wizard('space', at('space')),
  wizard('commit', at('commit', { check: checked })),
  wizard(
    'commit-after-restart',
    at('commit', { hasStorageKey: false, hasPassphrase: false, kitConfirmed: false }),
  ),
  wizard(
    'progress',
    at('progress', {
      committed: true,
      job: job({
        progress: {
          phase: 'proving',
          doneFiles: 0,
          totalFiles: 0,
          doneBytes: 0,
          totalBytes: 0,
          open: true,
          bytesPerSecond: null,
          remainingSeconds: 40,
          slow: null,
        },
      }),
    }),
  ),
  wizard(
    'failed',
    at('progress', {
      committed: true,
      job: job({ state: 'failed', error: offline }),
      leftBehind: [
        {
          words: 'the locked bucket "holdfast-5f2a90c1d4"',
          said: { code: 'left-bucket', name: 'holdfast-5f2a90c1d4' },
        },
        { words: "the bucket's rule that deletes what Holdfast hides", said: { code: 'left-rule' } },
      ],
    }),
  ),
  wizard('after', at('after', { committed: true, set: laptop.id, done })),
  wizard('broken', view({}), {
    'setup.view': () =>
      Promise.reject(new FakeFailure({ ...offline, code: 'engine-stopped', words: 'The engine stopped.' })),
  }),
];
