import { expect, test } from 'vitest';
import { readSignSaid } from './sign-said.ts';

const gone = { code: 'root-gone', name: '/home/ann/Documents' };

test.each<[string, unknown]>([
  ['a count', { code: 'signal-noise', count: 12 }],
  ['a name', { code: 'signal-notes-named', count: 37, name: 'README.txt' }],
  ['runs', { code: 'signal-type-over-time', count: 40, runs: 7 }],
  ['changes', { code: 'signal-set-up', changes: [gone, { code: 'set-up-more', count: 2 }] }],
])('%s is read as it was kept', (_name, said) => {
  expect(readSignSaid(said)).toEqual(said);
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['of a newer program', { code: 'signal-telepathy', count: 1 }],
  ['of something else', { code: 'lock-fine', count: 1 }],
  ['a name of every object', { code: 'constructor' }],
  ['a figure missing', { code: 'signal-notes-named', count: 37 }],
  ['a figure of another form', { code: 'signal-noise', count: 'many' }],
  ['no number', { code: 'signal-noise', count: Number.NaN }],
  ['one change that is not understood', { code: 'signal-set-up', changes: [gone, { code: 'moon-new' }] }],
  ['no changes', { code: 'signal-set-up', changes: [] }],
  ['changes without end', { code: 'signal-set-up', changes: Array.from({ length: 7 }, () => gone) }],
  ['changes in changes', { code: 'signal-set-up', changes: [{ code: 'signal-set-up', changes: [gone] }] }],
])('what cannot be said in whole is not said: %s', (_name, said) => {
  expect(readSignSaid(said)).toBeUndefined();
});

test('nothing is kept but what belongs to it, and no text without end', () => {
  const said = readSignSaid({ code: 'signal-deletion-of', count: 3, name: 'x'.repeat(9_000), more: 'y' });
  expect(said).toEqual({ code: 'signal-deletion-of', count: 3, name: `${'x'.repeat(300)}…` });
});
