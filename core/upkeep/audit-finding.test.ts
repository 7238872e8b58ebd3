import { expect, test } from 'vitest';
import { findingSaid } from './audit-finding.ts';

test('a finding is handed on with its count; one that only its details explain is not', () => {
  expect(findingSaid('hidden', 12)).toEqual({ code: 'found-hidden', count: 12 });
  expect(findingSaid('lock-off', 0)).toEqual({ code: 'found-lock-off' });
  expect(findingSaid('lifecycle', 0)).toBeNull();
  expect(findingSaid('of-a-newer-version', 1)).toBeNull();
});
