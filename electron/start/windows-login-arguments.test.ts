import { expect, test } from 'vitest';
import { windowsLoginArguments } from './windows-login-arguments.ts';

test('a login starts Holdfast hidden, from source too', () => {
  const folder = 'C:\\Users\\Anna B\\holdfast';
  expect(windowsLoginArguments({ isPackaged: true, folder })).toEqual(['--hidden']);
  expect(windowsLoginArguments({ isPackaged: false, folder })).toEqual([`"${folder}"`, '--hidden']);
});
