import { expect, it } from 'vitest';
import { whyNoDesktop, type Surroundings } from './why-no-desktop.ts';

const good: Surroundings = {
  platform: 'linux',
  environment: { DISPLAY: ':0' },
  isRoot: false,
  hasMain: true,
};

it.each([
  ['a display', {}, undefined],
  ['Wayland', { environment: { WAYLAND_DISPLAY: 'wayland-0' } }, undefined],
  ['macOS', { platform: 'darwin', environment: {} }, undefined],
  ['no display', { environment: {} }, 'There is no display'],
  ['root', { isRoot: true }, 'Electron does not run as root'],
  ['no shell', { hasMain: false }, 'The desktop shell is not built'],
] as const)('with %s: %s', (_what, change, reason) => {
  expect(whyNoDesktop({ ...good, ...change })).toBe(reason);
});
