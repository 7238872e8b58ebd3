import type { AppState, SetSummary } from '../../../core/contract/app.ts';

/** The moment all scenarios happen at: pictures of two runs are the same. */
export const now = Date.UTC(2026, 10, 22, 14, 30);
export const day = 86_400_000;

export const laptop: SetSummary = {
  id: 'main',
  name: 'Laptop',
  state: 'protected',
  protectedUntil: now + 29 * day,
  lastBackup: { at: now - 2 * 3_600_000, newFiles: 214 },
  nextRun: now + 3.5 * 3_600_000,
  pausedUntil: null,
  locked: false,
  practice: false,
  trouble: null,
};

export const appState = (sets: readonly SetSummary[], change: Partial<AppState> = {}): AppState => ({
  version: '0.1.0',
  platform: 'linux',
  shell: 'electron',
  settings: {
    language: 'system',
    theme: 'system',
    startAtLogin: true,
    notify: { trouble: true, success: false },
    mail: null,
    webhook: null,
    reports: 'trouble',
  },
  sets,
  jobs: [],
  notices: [],
  setUpBegun: false,
  recoveryOpen: false,
  online: true,
  settingsLost: null,
  update: null,
  ...change,
});
