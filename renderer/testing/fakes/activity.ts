import type { RunRow } from '../../../core/contract/sets.ts';
import { FakeFailure, type FakeHandlers } from '../fake-bridge.ts';
import type { Scenario } from '../scenario.ts';
import { appState, laptop, now } from './app-state.ts';
import { folderHandlers } from './folders.ts';

const kinds = [
  'backup',
  'renew',
  'backup',
  'audit',
  'backup',
  'prove',
  'drill',
  'backup',
  'restore',
] as const;
const results = ['done', 'done', 'warnings', 'done', 'failed', 'done', 'done', 'cancelled'] as const;

const runs = (count: number): readonly RunRow[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `run-${index}`,
    kind: kinds[index % kinds.length] ?? 'backup',
    startedAt: now - index * 6 * 3_600_000,
    seconds: 12 + ((index * 137) % 5000),
    result: results[index % results.length] ?? 'done',
    figures: {
      files: 164_471,
      newFiles: (index * 53) % 900,
      storedBytes: ((index * 31) % 700) * 1e6,
      skipped: index % 4 === 0 ? 4 : 0,
      renewed: index % 9 === 1 ? 1204 : 0,
    },
    words: '',
    snapshot: null,
    error: null,
  }));

const reasons = [
  { reason: 'no permission to read it', said: { code: 'reason-no-permission' } },
  { reason: 'it could not be read (ESTALE)', said: { code: 'reason-unreadable', detail: 'ESTALE' } },
  { reason: 'gnawed by mice', said: null },
] as const;

const skipped = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    path:
      index === 1
        ? `/home/anna/<img src=x onerror=alert(1)>\u202Egnp.exe\n${'long/'.repeat(2000)}`
        : `/home/anna/Library/Cache ${index}/store.db`,
    ...reasons[(index % 3) as 0 | 1 | 2],
    excluded: index === 2,
  }));

function activity(
  name: string,
  count: number,
  handlers: FakeHandlers = {},
  press: readonly string[] = [],
): Scenario {
  const all = runs(count);
  return {
    name: `activity-${name}`,
    screen: 'activity',
    press,
    handlers: {
      'app.state': async () => appState([laptop]),
      'activity.runs': async ({ offset, limit }) => ({
        runs: all.slice(offset, offset + limit),
        total: all.length,
      }),
      'activity.skipped': async () => ({ skipped: skipped(count === 0 ? 0 : 1000), count: count * 10 }),
      'activity.exclude': async () => null,
      'activity.export-skipped': async ({ folder }) => ({ file: `${folder}/skipped-2026-11-22.txt` }),
      'activity.events': async () =>
        Array.from({ length: Math.min(500, count) }, (_, index) => ({
          at: now - index * 3_600_000,
          kind: 'alarm-hidden',
          ...(index === 3
            ? {
                words: `A name from the storage: <b>not bold</b> ${'very long '.repeat(500)}`,
                said: null,
              }
            : {
                words: '12 objects of yours were hidden under a running lock.',
                said: { code: 'found-hidden', count: 12 } as const,
              }),
        })),
      'app.logs': async ({ level }) =>
        Array.from({ length: Math.min(2000, count) }, (_, index) => ({
          at: now - index * 1000,
          level: level === 'info' ? (['info', 'warn', 'error'] as const)[index % 3]! : level,
          part: 'backup',
          words: 'Stored pack 7f3a of 16.0 MB in 0.4 s',
        })),
      'app.export-logs': async ({ folder }) => ({ file: `${folder}/holdfast-log-2026-11-22.txt` }),
      ...folderHandlers,
      ...handlers,
    },
  };
}

export const activityScenarios: readonly Scenario[] = [
  activity('runs', 8),
  activity('empty', 0),
  activity('many', 100_000),
  activity('run', 8, {}, ['[role=row][data-key=run-0]']),
  activity('events', 200, {}, ['[role=tab][data-key=events]']),
  activity('log', 2000, {}, ['[role=tab][data-key=log]']),
  activity('waiting', 0, { 'activity.runs': async () => await new Promise<never>(() => {}) }),
  activity('broken', 3, {
    'activity.runs': async () => {
      throw new FakeFailure({ code: 'engine-stopped', details: {}, words: '', retry: 'later' });
    },
  }),
];
