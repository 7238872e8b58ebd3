import { expect, test } from 'vitest';
import type { MoveFacts } from './move-facts.ts';
import { moveTodo } from './move-todo.ts';

const now = Date.UTC(2026, 10, 22);
const dayMs = 86_400_000;

const allDone: MoveFacts = {
  ended: {
    on: '2026-11-20T00:00:00.000Z',
    repositoryId: 'b'.repeat(32),
    store: { kind: 'b2', endpoint: 'https://api.backblazeb2.com', bucket: 'new' },
    prefix: '',
    home: '/new',
  },
  now,
  storedKey: { mayUpload: false, mayLengthen: true },
  isReplaced: true,
  oldKey: 'dead',
  old: { snapshots: 3, newest: { id: 'a', uploadedAt: now - dayMs, lockedUntil: now + 30 * dayMs } },
  kitConfirmed: true,
  new: { snapshots: 1, newestAt: now },
};

const stateOf = (what: string, facts: Partial<MoveFacts>): string | undefined =>
  moveTodo({ ...allDone, ...facts }).find((one) => one.what === what)?.state;

test('all done but what nobody can see', () => {
  expect(moveTodo(allDone).map(({ what, state }) => `${what} ${state}`)).toEqual([
    'old-key done',
    'renewal-key done',
    'old-backups done',
    'kit done',
    'first-backup done',
    'login yours',
  ]);
});

test.each<[string, Partial<MoveFacts>, string]>([
  ['old-key', { oldKey: 'alive' }, 'alarm'],
  ['old-key', { oldKey: { unknown: 'no answer' } }, 'unknown'],
  ['old-key', { oldKey: 'not-here' }, 'yours'],
  ['renewal-key', { storedKey: 'dead' }, 'open'],
  ['renewal-key', { storedKey: { mayUpload: true, mayLengthen: true }, isReplaced: false }, 'open'],
  ['renewal-key', { storedKey: { mayUpload: true, mayLengthen: true } }, 'open'],
  ['renewal-key', { storedKey: { mayUpload: false, mayLengthen: false } }, 'open'],
  ['renewal-key', { storedKey: { unknown: 'no answer' } }, 'unknown'],
  ['old-backups', { old: { unknown: 'no answer' } }, 'unknown'],
  ['old-backups', { old: { snapshots: 0, newest: null } }, 'done'],
  ['old-backups', { old: { snapshots: 1, newest: { id: 'a', uploadedAt: 0, lockedUntil: now } } }, 'alarm'],
  ['kit', { kitConfirmed: false }, 'open'],
  ['kit', { kitConfirmed: undefined }, 'yours'],
  ['first-backup', { new: { snapshots: 0, newestAt: null } }, 'open'],
  ['first-backup', { new: { unknown: 'no answer' } }, 'unknown'],
])('%s where %o is %s', (what, facts, state) => {
  expect(stateOf(what, facts)).toBe(state);
});
