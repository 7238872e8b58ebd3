import { expect, test } from 'vitest';
import { findingSaid } from './audit-finding.ts';

test('a finding is handed on with its count or its details; without the details it is not', () => {
  expect(findingSaid('hidden', 12)).toEqual({ code: 'found-hidden', count: 12 });
  expect(findingSaid('lock-off', 0)).toEqual({ code: 'found-lock-off' });
  expect(findingSaid('lifecycle', 0)).toBeNull();
  const details = [{ code: 'minutes-apart', count: 6 }] as const;
  expect(findingSaid('clock-skew', 0, details)).toEqual({ code: 'found-clock-skew', details });
  expect(findingSaid('of-a-newer-version', 1)).toBeNull();
});
