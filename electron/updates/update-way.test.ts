import { expect, test } from 'vitest';
import { updateWay } from './update-way.ts';

const signed = 'provider: generic\nurl: https://updates.example\npublisherName: Somebody\n';
const signedList = 'provider: generic\npublisherName:\n  - Somebody\n';
const unsigned = 'provider: generic\nurl: https://updates.example\n';

test.each([
  ['darwin', unsigned, 'install'],
  ['win32', signed, 'install'],
  ['win32', signedList, 'install'],
  ['win32', unsigned, 'tell'],
  ['win32', 'url: https://x\npublisherName:\nprovider: generic\n', 'tell'],
  ['linux', signed, 'tell'],
  ['darwin', null, 'never'],
  ['win32', null, 'never'],
] as const)('%s with %j: %s', (platform, configuration, way) => {
  expect(updateWay({ packaged: true, platform, configuration })).toBe(way);
});

test('from source never', () => {
  expect(updateWay({ packaged: false, platform: 'darwin', configuration: signed })).toBe('never');
});
