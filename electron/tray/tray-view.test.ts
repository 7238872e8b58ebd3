import { expect, test } from 'vitest';
import type { AppState, SetState, SetSummary } from '../../core/contract/app.ts';
import type { JobProgress, JobView } from '../../core/contract/jobs.ts';
import { emptyState } from '../../test/electron/fake-engine.ts';
import { runningBackup, wellSet } from '../../test/electron/set-summary.ts';
import { english } from '../words/english.ts';
import { german } from '../words/german.ts';
import { trayMenu } from './tray-menu.ts';
import { trayView, type TrayView } from './tray-view.ts';

const now = Date.UTC(2026, 10, 22, 12);
const hours = 3_600_000;

const stateWith = (sets: readonly SetSummary[], jobs: readonly JobView[] = []): AppState => ({
  ...emptyState,
  sets,
  jobs,
});
const set = (change: Partial<SetSummary> = {}): SetSummary =>
  wellSet({ lastBackup: { at: now - 2 * hours, newFiles: 1 }, ...change });
const view = (change: Partial<SetSummary> = {}, jobs: readonly JobView[] = []): TrayView =>
  trayView(stateWith([set(change)], jobs), now, english);

test.each<[SetState, string, string]>([
  ['suspected', 'suspected', 'Suspected attack: open Holdfast'],
  ['lapsed', 'lapsed', 'Locks have ended: open Holdfast'],
  ['at-risk', 'at-risk', 'Locks end soon: protected until 21 December 2026'],
  ['thinning', 'thinning', 'Locks are due for renewal: protected until 21 December 2026'],
  ['working', 'working', 'Backing up'],
  ['protected', 'protected', 'Everything is protected until 21 December 2026'],
  ['unproven', 'empty', 'Locked, but not proven yet: open Holdfast'],
  ['empty', 'empty', 'Nothing is backed up yet'],
  ['unknown', 'empty', 'Not looked at since the start'],
])('%s has a shape and a sentence of its own', (state, shape, sentence) => {
  expect(view({ state })).toMatchObject({ shape, sentence });
});

test('without a date nothing is called protected', () => {
  expect(view({ state: 'at-risk', protectedUntil: null }).sentence).toBe('At risk: open Holdfast');
  expect(view({ state: 'thinning', protectedUntil: null }).sentence).toBe(
    'Locks are due for renewal: open Holdfast',
  );
});

test('paused says until when, or that it is for a person to go on', () => {
  const paused = (pausedUntil: number): string => view({ state: 'paused', pausedUntil }).sentence;
  expect(paused(now + hours)).toMatch(/^Paused until (\w{3},? )?\d\d:\d\d$/);
  expect(paused(8.64e15)).toBe('Paused until resumed');
});

test('the tooltip says the last good backup and until when all is protected', () => {
  expect(view().tooltip).toBe('Last good backup 2 h ago, protected until 21 Dec');
  expect(trayView(stateWith([set()]), now, german).tooltip).toBe(
    'Letzte gelungene Sicherung vor 2 h, geschützt bis 21. Dez.',
  );
  expect(view({ lastBackup: null, protectedUntil: null }).tooltip).toBe('No backup yet');
  expect(view({ protectedUntil: now - hours }).tooltip).toBe('Last good backup 2 h ago');
});

test('a backup that failed is not hidden behind locks that are well', () => {
  const trouble = { code: 'bug', details: {}, words: 'x', retry: 'later' } as const;
  expect(view({ trouble })).toMatchObject({
    shape: 'at-risk',
    sentence: 'The last backup failed: open Holdfast',
  });
  expect(view({ trouble, state: 'suspected' }).shape).toBe('suspected');
});

test('of several sets the worst speaks, by name; the tooltip takes the oldest and the earliest', () => {
  const sets = [
    set({ name: 'Good' }),
    set({
      id: 'b',
      name: 'Bad',
      state: 'lapsed',
      protectedUntil: now - hours,
      lastBackup: { at: now - 72 * hours, newFiles: 1 },
    }),
  ];
  expect(trayView(stateWith(sets), now, english)).toMatchObject({
    shape: 'lapsed',
    sentence: 'Bad: Locks have ended: open Holdfast',
    tooltip: 'Last good backup 3 days ago',
    sets: ['main', 'b'],
  });
});

test('while a backup runs it says how far, in tens', () => {
  const progress: JobProgress = {
    phase: 'storing',
    doneFiles: 0,
    totalFiles: 0,
    doneBytes: 478,
    totalBytes: 1000,
    open: false,
    bytesPerSecond: null,
    remainingSeconds: null,
    slow: null,
  };
  const at = (change: object): TrayView =>
    view({ state: 'working' }, [runningBackup({ progress: { ...progress, ...change } })]);
  expect(at({})).toMatchObject({ sentence: 'Backing up: 40 %', running: ['job-1'] });
  expect(at({ open: true }).sentence).toBe('Backing up');
});

test('before the engine speaks and before anything is set up nothing can be started', () => {
  const actions = { backUp: no, stop: no, pause: no, open: no, restore: no, update: no, quit: no };
  for (const state of [null, emptyState]) {
    const rows = trayMenu(trayView(state, now, english), english, actions);
    expect(rows.filter(({ enabled }) => enabled === false).map(({ id }) => id)).toEqual([
      'status',
      'back-up',
      'pause',
      'restore',
    ]);
  }
});

test('a new version has a row before anything is set up too, and says when only a restart is missing', () => {
  const actions = { backUp: no, stop: no, pause: no, open: no, restore: no, update: no, quit: no };
  const row = (sets: readonly SetSummary[], downloaded: string | null): string | undefined => {
    const state = { ...stateWith(sets), update: { version: '1.2.3' } };
    const rows = trayMenu(trayView(state, now, english, downloaded), english, actions);
    return rows.find(({ id }) => id === 'update')?.label;
  };
  expect(row([], null)).toBe('Update to 1.2.3…');
  expect(row([set()], '1.2.2')).toBe('Update to 1.2.3…');
  expect(row([set()], '1.2.3')).toBe('Restart now for 1.2.3');
});

const no = (): void => undefined;
