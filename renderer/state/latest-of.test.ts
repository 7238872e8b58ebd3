import { expect, test } from 'vitest';
import type { JobView } from '../../core/contract/jobs.ts';
import { latestOf } from './latest-of.ts';

const job = (id: string, part: Partial<JobView> = {}): JobView => ({
  id,
  kind: 'restore',
  set: null,
  state: 'running',
  startedAt: 1,
  endedAt: null,
  progress: null,
  words: null,
  figures: {},
  error: null,
  question: null,
  ...part,
});

test('the newest word about it counts, and until there is one, that it began', () => {
  const started = job('a');
  expect(latestOf(null, undefined, job('a'))).toBeNull();
  expect(latestOf(started, undefined, undefined)).toBe(started);
  expect(latestOf(started, undefined, job('before'))).toBe(started);
  const told = job('a', { words: 'half' });
  expect(latestOf(started, told, started)).toBe(told);
});

test('one that nobody knows any more does not run for ever: it fell with the engine, or had ended', () => {
  const ended = job('a', { state: 'warnings' });
  expect(latestOf(job('a'), undefined, ended)).toBe(ended);
  expect(latestOf(job('a'), undefined, job('a'))).toMatchObject({
    state: 'failed',
    error: { code: 'engine-stopped' },
  });
});
