import { expect, test } from 'vitest';
import {
  backupCapabilities,
  lacking,
  readCapabilities,
  renewalCapabilities,
  roleCapabilities,
  tooPowerful,
} from './roles.ts';

test('no stored role is too powerful', () => {
  for (const role of ['backup', 'strict-backup', 'read', 'renewal', 'space'] as const)
    expect(tooPowerful(roleCapabilities[role])).toEqual([]);
});

test('what can destroy, or make what can, is too much', () => {
  const never = [
    'deleteFiles',
    'bypassGovernance',
    'writeBuckets',
    'writeKeys',
    'writeFileLegalHolds',
    'shareFiles',
  ];
  expect(tooPowerful([...backupCapabilities, ...never])).toEqual(never);
  expect(tooPowerful(['eraseEverything'])).toEqual(['eraseEverything']);
});

test('each role lacks what only a larger one has', () => {
  expect(lacking('read', readCapabilities)).toEqual([]);
  expect(lacking('renewal', readCapabilities)).toEqual(['writeFileRetentions']);
  expect(lacking('backup', renewalCapabilities)).toEqual(['writeFiles']);
  expect(lacking('backup', roleCapabilities['strict-backup'])).toEqual(['writeFileRetentions']);
  expect(lacking('maintenance', backupCapabilities)).toEqual(['deleteFiles']);
});
