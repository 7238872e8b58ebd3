import type { AppSettings, SetSummary } from '../../../core/contract/app.ts';
import type { SetSettings } from '../../../core/contract/sets.ts';
import { FakeFailure, type FakeHandlers } from '../fake-bridge.ts';
import type { Scenario } from '../scenario.ts';
import { appState, laptop } from './app-state.ts';
import { folderHandlers } from './folders.ts';
import { setFacts, setSettings } from './set-settings.ts';

const hostile = `/home/anna/<img src=x onerror=alert(1)> \u202Egnp.exe\n${'deep/'.repeat(2000)}`;

function settings(
  name: string,
  change: {
    readonly set?: Partial<SetSummary>;
    readonly settings?: Partial<SetSettings>;
    readonly app?: Partial<AppSettings>;
    readonly state?: Parameters<typeof appState>[1];
    readonly handlers?: FakeHandlers;
    readonly press?: readonly string[];
  } = {},
): Scenario {
  const own = { ...setSettings, ...change.settings };
  const state = appState([{ ...laptop, ...change.set }], change.state ?? {});
  return {
    name: `settings-${name}`,
    screen: 'settings',
    ...(change.press && { press: change.press }),
    handlers: {
      'app.state': async () => ({ ...state, settings: { ...state.settings, ...change.app } }),
      'set.settings': async () => ({ settings: own, facts: setFacts }),
      'set.change': async ({ change: part }) => ({ ...own, ...part }) as SetSettings,
      'app.change': async (part) => ({ ...state.settings, ...part }) as AppSettings,
      'app.export-settings': async ({ folder }) => ({ file: `${folder}/Laptop.holdfast-settings.json` }),
      'app.import-settings': async () => null,
      'set.forget': async () => null,
      ...folderHandlers,
      ...change.handlers,
    },
  };
}

export const settingsScenarios: readonly Scenario[] = [
  settings('set'),
  settings('waiting', { handlers: { 'set.settings': async () => await new Promise<never>(() => {}) } }),
  settings('hourly-limited', {
    set: { locked: true },
    settings: {
      sources: [],
      schedule: { kind: 'every', hours: 6 },
      limits: {
        uploadBytesPerSecond: 500_000,
        hours: { from: '08:00', to: '18:00' },
        onBattery: false,
        onMetered: false,
      },
      ping: 'https://watch.example/ping/7f3a',
      guard: true,
    },
  }),
  settings('many', {
    settings: {
      sources: [hostile, ...Array.from({ length: 60 }, (_, index) => `/srv/data/${index}`)],
      excludes: {
        ...setSettings.excludes,
        patterns: Array.from({ length: 300 }, (_, index) => `*.tmp${index}`),
      },
    },
  }),
  settings('refused', {
    handlers: {
      'set.change': async () => {
        throw new FakeFailure({
          code: 'disk-full',
          details: { path: '/home/anna/.holdfast' },
          words: '',
          retry: 'later',
        });
      },
    },
  }),
  settings('picker', {
    press: ['.settings button:has(.lucide-folder-plus)', '.folder-picker-row .check'],
  }),
  settings('forget', { press: ['.settings .button.danger'] }),
  settings('broken', {
    handlers: {
      'set.settings': async () => {
        throw new FakeFailure({ code: 'set-unknown', details: {}, words: '', retry: 'never' });
      },
    },
  }),
  settings('app', {
    press: ['[role=tab][data-key=app]'],
    state: { setUpBegun: true, update: { version: '0.2.0' }, settingsLost: '/home/anna/app.json.broken-1' },
    app: {
      mail: {
        host: 'mail.example.com',
        port: 465,
        secure: true,
        user: 'anna',
        from: 'anna@example.com',
        to: 'anna@example.com',
      },
      webhook: 'https://news.example/holdfast',
    },
  }),
];
