import { expect, test } from 'vitest';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { explainError } from './explain-error.ts';

const systemError = (code: string, path?: string): Error => Object.assign(new Error(code), { code, path });

test.each([
  [systemError('ENOSPC', '/a'), 'disk-full'],
  [systemError('EDQUOT'), 'disk-full'],
  [systemError('SQLITE_FULL'), 'disk-full'],
  [systemError('SQLITE_IOERR_SHMSIZE'), 'disk-full'],
  [systemError('SQLITE_IOERR_READ'), 'path-impossible'],
  [systemError('SQLITE_READONLY_DBMOVED'), 'path-impossible'],
  [systemError('EACCES', '/root'), 'path-impossible'],
  [systemError('ENAMETOOLONG', '/x'), 'path-impossible'],
  [new DOMException('stopped', 'AbortError'), 'cancelled'],
  [systemError('ECONNRESET'), 'bug'],
  [new TypeError('x is not a function'), 'bug'],
  ['a string', 'bug'],
])('%s is %s', (error, code) => {
  expect(explainError(error).code).toBe(code);
});

test('what is explained already stays as it is', () => {
  const known = new HoldfastError('cap-exceeded');
  expect(explainError(known)).toBe(known);
});
