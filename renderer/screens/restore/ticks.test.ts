import { expect, test } from 'vitest';
import { noTicks, partlyTicked, takeOut, tick, tickOf, untick } from './ticks.ts';

const state = (ticks: typeof noTicks, path: string, parents: readonly string[]): string =>
  tickOf(ticks, partlyTicked(ticks), path, parents);

test('what lies in a ticked folder is ticked, the folders above are ticked in part', () => {
  const ticks = tick(noTicks, '/a/b', ['/a']);
  expect(state(ticks, '/a/b/c', ['/a', '/a/b'])).toBe('on');
  expect(state(ticks, '/a', [])).toBe('some');
  expect(state(ticks, '/z', [])).toBe('off');
});

test('ticking a folder takes the place of what was ticked in it', () => {
  const ticks = tick(tick(noTicks, '/a/b', ['/a']), '/a', []);
  expect([...ticks.keys()]).toEqual(['/a']);
  expect(untick(ticks, '/a').size).toBe(0);
});

test('one entry is taken out of a ticked folder, all beside the way to it stays ticked', () => {
  const contents = new Map([
    ['/a', ['/a/b', '/a/x']],
    ['/a/b', ['/a/b/1', '/a/b/2', '/a/b/3']],
  ]);
  const ticks = takeOut(tick(noTicks, '/a', []), '/a/b/2', ['/a', '/a/b'], contents);
  expect([...ticks.keys()].toSorted()).toEqual(['/a/b/1', '/a/b/3', '/a/x']);
  expect(state(ticks, '/a/b/2', ['/a', '/a/b'])).toBe('off');
  expect(state(ticks, '/a/b', ['/a'])).toBe('some');
});
