import { expect, it } from 'vitest';
import type { Notice } from '../../core/contract/notice.ts';
import { makeEventBacklog } from './event-backlog.ts';

const notice = (id: string, words: string) => ({
  kind: 'event' as const,
  name: 'notice' as const,
  payload: { id, words } as Notice,
});

it('keeps the newest of each, in the order of the last change', () => {
  const backlog = makeEventBacklog();
  backlog.add(notice('a', 'old'));
  backlog.add(notice('b', 'old'));
  backlog.add(notice('a', 'new'));
  expect(backlog.take()).toEqual([notice('b', 'old'), notice('a', 'new')]);
  expect(backlog.take()).toEqual([]);
});

it('does not grow for a window that never reads', () => {
  const backlog = makeEventBacklog();
  for (let count = 0; count < 1000; count += 1) backlog.add(notice(`${count}`, ''));
  const kept = backlog.take();
  expect(kept).toHaveLength(100);
  expect(kept.at(-1)).toEqual(notice('999', ''));
});
