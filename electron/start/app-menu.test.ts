import { expect, test } from 'vitest';
import { english } from '../words/english.ts';
import { appMenu } from './app-menu.ts';

const roles = (platform: NodeJS.Platform, developerTools = false): string =>
  JSON.stringify(appMenu(english, { platform, developerTools }));

test('macOS has its own menu, and everybody Copy, Paste and zoom', () => {
  expect(roles('darwin')).toContain('"appMenu"');
  expect(roles('linux')).not.toContain('"appMenu"');
  for (const platform of ['darwin', 'linux', 'win32'] as const)
    for (const role of ['editMenu', 'zoomIn', 'close']) expect(roles(platform)).toContain(`"${role}"`);
});

test('no developer tools in a package', () => {
  expect(roles('linux', true)).toContain('toggleDevTools');
  expect(roles('linux')).not.toContain('toggleDevTools');
  expect(roles('linux')).not.toContain('reload');
});
