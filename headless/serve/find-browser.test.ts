import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ownTemporaryFolder } from '../../test/own-temporary-folder.ts';
import { browserCandidates, findBrowser } from './find-browser.ts';

ownTemporaryFolder();

const program = (folder: string, name: string, text = '\x7fELF'): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return file;
};

it('looks along PATH on Linux, never in a relative folder of it, and not where there is no display', () => {
  const folder = mkdtempSync(join(tmpdir(), 'path-'));
  const chrome = program(folder, 'google-chrome');
  expect(findBrowser({ platform: 'linux', environment: { PATH: `/nowhere:${folder}`, DISPLAY: ':0' } })).toBe(
    chrome,
  );
  expect(browserCandidates({ platform: 'linux', environment: { PATH: '.:bin', DISPLAY: ':0' } })).toEqual([]);
  expect(browserCandidates({ platform: 'linux', environment: { PATH: folder } })).toEqual([]);
});

it('finds none where there is none', () => {
  expect(findBrowser({ platform: 'linux', environment: { PATH: '/nowhere' } })).toBeUndefined();
  expect(findBrowser({ platform: 'win32', environment: {} })).toBeUndefined();
});

it('passes over a folder that is called like one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'path-'));
  mkdirSync(join(folder, 'chromium'));
  const environment = { PATH: folder, DISPLAY: ':0' };
  expect(findBrowser({ platform: 'linux', environment })).toBeUndefined();
  const chrome = program(folder, 'google-chrome');
  expect(findBrowser({ platform: 'linux', environment })).toBe(chrome);
});

it('passes over a snap, also behind a script or a link: it cannot read the page it is handed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'path-'));
  program(folder, 'chromium-browser', '#!/bin/sh\nexec /snap/bin/chromium "$@"\n');
  mkdirSync(join(folder, 'snap'));
  symlinkSync(program(join(folder, 'snap'), 'chromium'), join(folder, 'chromium'));
  const environment = { PATH: folder, WAYLAND_DISPLAY: 'wayland-0' };
  expect(findBrowser({ platform: 'linux', environment })).toBeUndefined();
  const chrome = program(folder, 'google-chrome');
  expect(findBrowser({ platform: 'linux', environment })).toBe(chrome);
});

it('knows where Windows and macOS keep them', () => {
  const environment = { ProgramFiles: 'C:\\Program Files', 'ProgramFiles(x86)': 'C:\\Program Files (x86)' };
  expect(browserCandidates({ platform: 'win32', environment })).toContain(
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  );
  expect(browserCandidates({ platform: 'darwin', environment: {} })).toContain(
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  );
});

it('takes the one that is wished for', () => {
  const wished = program(mkdtempSync(join(tmpdir(), 'path-')), 'mine');
  expect(findBrowser({ platform: 'linux', environment: { HOLDFAST_BROWSER: wished } })).toBe(wished);
});
