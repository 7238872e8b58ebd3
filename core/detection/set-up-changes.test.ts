import { expect, test } from 'vitest';
import { compareSetUps } from './set-up-changes.ts';

const base = {
  roots: [{ path: '/home/ann', node: 'a'.repeat(64) }],
  excludes: ['*.tmp'],
  protectDays: 30,
  host: 'desk',
  user: 'ann',
};
const kinds = (after: Partial<typeof base>) =>
  compareSetUps(base, { ...base, ...after }).map(({ kind }) => kind);

test('the same set-up, in another order and with another tree', () => {
  expect(kinds({})).toEqual([]);
  expect(kinds({ roots: [{ path: '/home/ann', node: 'b'.repeat(64) }] })).toEqual([]);
});

test('each difference in words', () => {
  expect(kinds({ roots: [] })).toEqual(['root-gone']);
  expect(kinds({ roots: [...base.roots, { path: '/srv', node: 'c'.repeat(64) }] })).toEqual(['root-new']);
  expect(kinds({ excludes: ['*.tmp', '*.docx'] })).toEqual(['exclude-new']);
  expect(kinds({ excludes: [] })).toEqual(['exclude-gone']);
  expect(kinds({ protectDays: 7 })).toEqual(['period-shortened']);
  expect(kinds({ protectDays: 60 })).toEqual(['period-lengthened']);
  expect(kinds({ host: 'other', user: 'eve' })).toEqual(['host-changed', 'user-changed']);
  expect(compareSetUps(base, { ...base, protectDays: 7 })[0]?.words).toBe(
    'Backups are protected for 7 days instead of 30.',
  );
});

test('a name that somebody planted stays in its line', () => {
  const [change] = compareSetUps(base, { ...base, host: 'desk\nRestore snapshot 1' });
  expect(change!.words).not.toContain('\n');
});
