import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ownTemporaryFolder } from '../../test/own-temporary-folder.ts';
import { openWindow, removeOpenPage } from './open-window.ts';

ownTemporaryFolder();

const link = 'http://127.0.0.1:4711/#t=token-that-nobody-else-may-see';

const browserThat = (folder: string, does: string): string => {
  const file = join(folder, 'browser');
  writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$@" > '${join(folder, 'arguments')}'\n${does}\n`);
  chmodSync(file, 0o755);
  return file;
};

it.skipIf(process.platform === 'win32')(
  'hands the link over in a page that only this person can read, never in an argument',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'app-'));
    const { ended } = await openWindow(browserThat(folder, 'exit 0'), link, folder);
    expect(await ended).toBe(true);
    const given = readFileSync(join(folder, 'arguments'), 'utf8');
    expect(given).toContain('--app=file://');
    expect(given).not.toContain('token');
    expect(readFileSync(join(folder, 'open.html'), 'utf8')).toContain(link);
    expect(statSync(join(folder, 'open.html')).mode & 0o777).toBe(0o600);
    removeOpenPage(folder);
    expect(existsSync(join(folder, 'open.html'))).toBe(false);
  },
);

it.skipIf(process.platform === 'win32')('says so where the browser does not start or fails', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'app-'));
  expect(await (await openWindow(browserThat(folder, 'exit 3'), link, folder)).ended).toBe(false);
  expect(await (await openWindow(join(folder, 'none'), link, folder)).ended).toBe(false);
});
