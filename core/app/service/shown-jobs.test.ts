import { expect, test } from 'vitest';
import type { JobView } from '../../contract/jobs.ts';
import { shownJobs } from './shown-jobs.ts';

const job = (number: number, state: JobView['state'] = 'done'): JobView => ({
  id: `${number}`,
  kind: 'restore',
  set: null,
  state,
  startedAt: number,
  endedAt: null,
  progress: null,
  words: null,
  figures: {},
  error: null,
  question: null,
});

test('however much began since, what runs is told of, and a restore whose report can be saved', () => {
  const newest = Array.from({ length: 20 }, (_, index) => job(50 - index));
  const [first] = newest;
  const running = job(3, 'running');
  const kept = job(2);
  const shown = shownJobs([...newest, job(4), running, kept, job(1)], (id) => id === '2');
  expect(shown).toEqual([...newest, running, kept]);
  expect(shown[0]).toBe(first);
});
