import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

type Machine = {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

const linuxNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

const macPrograms = ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);

const windowsPrograms = [
  'Chromium\\Application\\chrome.exe',
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/** Where a browser that can show a page in a window of its own may lie. HOLDFAST_BROWSER goes before all. */
export function browserCandidates({ platform, environment }: Machine): readonly string[] {
  const wanted = environment['HOLDFAST_BROWSER'];
  if (wanted) return [wanted];
  if (platform === 'darwin') return macPrograms;
  if (platform === 'win32')
    return ['LOCALAPPDATA', 'ProgramFiles', 'ProgramFiles(x86)']
      .map((name) => environment[name])
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => windowsPrograms.map((program) => win32.join(folder, program)));
  if (!environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']) return [];
  const folders = (environment['PATH'] ?? '').split(':').filter((folder) => posix.isAbsolute(folder));
  return linuxNames.flatMap((name) => folders.map((folder) => posix.join(folder, name)));
}

/** @returns the first that is there and can read a file of ours */
export function findBrowser(machine: Machine): string | undefined {
  return browserCandidates(machine).find(canShow);
}

/** A folder of that name, or a program that nobody may read, is none: the next one, or an address to open by hand, is better than an error. */
function canShow(program: string): boolean {
  try {
    return statSync(program).isFile() && !isSnap(program);
  } catch {
    return false;
  }
}

/** A browser out of a snap sees neither hidden folders nor the temporary one, so it cannot be handed a page. */
function isSnap(program: string): boolean {
  if (/[/\\]snap([/\\]|$)/.test(realpathSync(program))) return true;
  // Ubuntu's /usr/bin/chromium-browser is a small script that starts the snap.
  const start = Buffer.alloc(4096);
  const file = openSync(program, 'r');
  try {
    const text = start.toString('latin1', 0, readSync(file, start));
    return text.startsWith('#!') && text.includes('/snap/bin/');
  } finally {
    closeSync(file);
  }
}
