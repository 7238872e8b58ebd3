import type { SetSummary } from '../../../core/contract/app.ts';
import type { JobView } from '../../../core/contract/jobs.ts';
import type { CalendarWeek, Overview } from '../../../core/contract/sets.ts';
import { FakeFailure, type FakeHandlers } from '../fake-bridge.ts';
import type { Scenario } from '../scenario.ts';
import { appState, day, laptop, now } from './app-state.ts';
import { setFacts, setSettings } from './set-settings.ts';

const gigabyte = 1e9;

const weeks = (count: number): readonly CalendarWeek[] =>
  Array.from({ length: count }, (_, index) => ({
    from: now - 3 * day + index * 7 * day,
    neededBytes: (2 + 9 * Math.abs(Math.sin(index * 1.3))) * gigabyte * (index === count - 1 ? 4 : 1),
    otherBytes: Math.max(0, 1.6 - index * 0.3) * gigabyte,
  }));

const overviewOf = (summary: SetSummary, change: Partial<Overview> = {}): Overview => ({
  summary,
  now,
  snapshots: 38,
  files: 164_471,
  bytes: 212.4 * gigabyte,
  lastRun: null,
  calendar: weeks(5),
  promise: now + 30 * day,
  proof: { at: now - 10 * day, ok: true, refused: 5, attempts: 5 },
  money: { month: 1.42, unusedMonth: 0.11, currency: 'USD', storedBytes: 236.7 * gigabyte },
  needs: [],
  seenAt: now - 2 * 3_600_000,
  ...change,
});

const nothing: Partial<Overview> = {
  snapshots: 0,
  files: 0,
  bytes: 0,
  calendar: [],
  proof: null,
  money: null,
  seenAt: null,
};

const running = (change: Partial<JobView> = {}): JobView => ({
  id: 'job-1',
  kind: 'backup',
  set: 'main',
  state: 'running',
  startedAt: now - 60_000,
  endedAt: null,
  progress: {
    phase: 'storing',
    doneFiles: 41_203,
    totalFiles: 164_471,
    doneBytes: 1.2 * gigabyte,
    totalBytes: 2.8 * gigabyte,
    open: false,
    bytesPerSecond: 31e6,
    remainingSeconds: 40,
    slow: { words: '/home/anna/Pictures/2026/Summer in the mountains/DSC_4711.NEF', said: null },
  },
  words: null,
  figures: {},
  error: null,
  question: null,
  ...change,
});

function home(
  name: string,
  set: SetSummary,
  overview: Partial<Overview> = {},
  state: Parameters<typeof appState>[1] = {},
  handlers: FakeHandlers = {},
): Scenario {
  return {
    name: `home-${name}`,
    screen: 'home',
    handlers: {
      'app.state': async () => appState([set], state),
      'set.overview': async () => overviewOf(set, overview),
      'set.look': async () => overviewOf(set, { ...overview, seenAt: now }),
      'set.settings': async () => ({ settings: setSettings, facts: setFacts }),
      ...handlers,
    },
  };
}

const unreachable = {
  code: 'network-unreachable',
  details: { endpoint: 's3.eu-central-003.backblazeb2.com' },
  words: 'No answer.',
  retry: 'later',
} as const;

const need = (kind: Overview['needs'][number]['kind']): Overview['needs'][number] => ({
  kind,
  words: '',
  figures: {},
  error: null,
});

const hostile = `<b>Laptop</b> \u202Epotpal\n${'very long '.repeat(1000)}`;

export const homeScenarios: readonly Scenario[] = [
  home('protected', laptop),
  home(
    'unproven',
    { ...laptop, state: 'unproven', protectedUntil: null },
    { needs: [need('prove')], proof: null },
  ),
  home('waiting', laptop, {}, {}, { 'set.overview': async () => await new Promise<never>(() => {}) }),
  home(
    'empty',
    { ...laptop, state: 'empty', protectedUntil: null, lastBackup: null },
    { ...nothing, needs: [need('first-backup')] },
  ),
  home('running', { ...laptop, state: 'working' }, {}, { jobs: [running()] }),
  home('preparing', { ...laptop, state: 'working' }, {}, { jobs: [running({ progress: null })] }),
  home(
    'large-run',
    { ...laptop, state: 'working' },
    {},
    {
      jobs: [running({ question: { storedBytes: 212.4 * gigabyte, newBytes: 1.4e12 } })],
    },
  ),
  home(
    'needs',
    { ...laptop, state: 'thinning', protectedUntil: now + 6 * day },
    {
      needs: [need('renew'), need('skipped'), need('kit-open'), need('watcher')],
      proof: null,
    },
  ),
  home('at-risk', { ...laptop, state: 'at-risk', protectedUntil: now + 2 * day }, { needs: [need('renew')] }),
  home(
    'lapsed',
    { ...laptop, state: 'lapsed', protectedUntil: now - day },
    { needs: [need('renew')], proof: { at: now - 3 * day, ok: false, refused: 3, attempts: 5 } },
  ),
  home(
    'suspected',
    { ...laptop, state: 'suspected' },
    { needs: [need('suspected')] },
    {
      notices: [
        {
          id: 'suspected:main',
          at: now,
          set: 'main',
          urgency: 'critical',
          kind: 'suspected',
          figures: {},
          words: '',
          error: null,
          screen: 'protection',
        },
      ],
    },
  ),
  home('paused', { ...laptop, state: 'paused', pausedUntil: now + 3_600_000 }),
  home('locked', { ...laptop, state: 'unknown', locked: true, nextRun: null }),
  home(
    'offline',
    { ...laptop, trouble: unreachable },
    { seenAt: null, needs: [need('trouble')] },
    { online: false },
  ),
  home(
    'broken',
    laptop,
    {},
    {},
    {
      'set.overview': async () => {
        throw new FakeFailure({
          code: 'home-damaged',
          details: { reason: 'set.json ends in the middle' },
          words: '',
          retry: 'never',
        });
      },
    },
  ),
  home(
    'ended',
    laptop,
    {},
    {},
    {
      'set.settings': async () => ({
        settings: setSettings,
        facts: {
          ...setFacts,
          ended: { on: now - 5 * day, place: '"new-harbour" at https://api.backblazeb2.com' },
        },
      }),
    },
  ),
  {
    ...home('many', { ...laptop, name: hostile }, { calendar: weeks(428), promise: now + 3000 * day }),
    handlers: {
      ...home('many', laptop).handlers,
      'app.state': async () =>
        appState([
          { ...laptop, name: hostile },
          ...Array.from({ length: 40 }, (_, index) => ({
            ...laptop,
            id: `set-${index}`,
            name: `Backup ${index}`,
            practice: index === 0,
          })),
        ]),
      'set.overview': async () =>
        overviewOf(
          { ...laptop, name: hostile },
          {
            calendar: weeks(428),
            promise: now + 3000 * day,
            snapshots: 41_000,
            bytes: 9.4e15,
            money: { month: 1_234_567.8, unusedMonth: 99_999.5, currency: 'EUR', storedBytes: 9.9e15 },
          },
        ),
    },
  },
  { name: 'welcome', screen: 'home', handlers: { 'app.state': async () => appState([]) } },
  {
    name: 'welcome-begun',
    screen: 'home',
    handlers: {
      'app.state': async () =>
        appState([], { setUpBegun: true, settingsLost: '/home/anna/.holdfast/app.json.broken-2026-11-22' }),
    },
  },
  {
    name: 'no-engine',
    screen: 'home',
    handlers: {
      'app.state': async () => {
        throw new FakeFailure({ code: 'engine-gone', details: {}, words: '', retry: 'later' });
      },
    },
  },
];
