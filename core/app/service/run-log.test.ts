import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunRow } from '../../contract/sets.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { homeAt } from '../home.ts';
import { openRunLog } from './run-log.ts';
import { shapeOf } from './shape-error.ts';
import { silentLog } from './silent-log.ts';

let folder: string;
let runs: ReturnType<typeof openRunLog>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-runs-'));
  runs = openRunLog(() => homeAt(folder), silentLog);
});
afterEach(async () => {
  runs.close();
  await rm(folder, { recursive: true });
});

let count = 0;
const ran = (kind: RunRow['kind'], result: RunRow['result']): void => {
  const id = String(count++);
  const error = result === 'failed' ? shapeOf(new HoldfastError('disk-full')) : null;
  runs.begin('main', { id, kind, startedAt: count });
  const row = {
    id,
    kind,
    startedAt: count,
    seconds: 1,
    result,
    figures: {},
    words: '',
    snapshot: null,
    error,
  };
  runs.end('main', row, []);
};

test.each<[string, readonly (readonly [RunRow['kind'], RunRow['result']])[], string | undefined]>([
  ['nothing ran', [], undefined],
  ['a backup failed', [['backup', 'failed']], 'disk-full'],
  [
    'a renewal went well after it',
    [
      ['backup', 'failed'],
      ['renew', 'done'],
    ],
    'disk-full',
  ],
  [
    'somebody stopped the next one',
    [
      ['backup', 'failed'],
      ['backup', 'cancelled'],
    ],
    'disk-full',
  ],
  [
    'a backup went well after it',
    [
      ['backup', 'failed'],
      ['backup', 'warnings'],
    ],
    undefined,
  ],
  [
    'a renewal failed after a backup',
    [
      ['backup', 'done'],
      ['renew', 'failed'],
    ],
    'disk-full',
  ],
  [
    'a backup healed a renewal',
    [
      ['renew', 'failed'],
      ['backup', 'done'],
    ],
    undefined,
  ],
  [
    'an audit failed',
    [
      ['backup', 'done'],
      ['audit', 'failed'],
    ],
    undefined,
  ],
])('trouble where %s', (_, rows, code) => {
  for (const [kind, result] of rows) ran(kind, result);
  expect(runs.trouble('main', { takesBackups: true })?.code).toBe(code);
});

test('where no backups are made any more the last one that failed is no trouble, a renewal is', () => {
  const trouble = (): string | undefined => runs.trouble('main', { takesBackups: false })?.code;
  ran('backup', 'failed');
  expect(trouble()).toBeUndefined();
  ran('renew', 'failed');
  expect(trouble()).toBe('disk-full');
  ran('renew', 'done');
  expect(trouble()).toBeUndefined();
});
