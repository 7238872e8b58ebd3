import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeFileAtomically } from '../../core/app/write-file-atomically.ts';

const pageIn = (folder: string): string => join(folder, 'open.html');

/**
 * Opens the link in a window without address bar. What stands in an argument list can be read by every program of this
 * computer, so the browser is handed a page that only this person can read, which leads on. Its profile is our own:
 * extensions of the everyday one could read along.
 * @returns once it is started; `ended` resolves false where the browser ends with an error
 */
export async function openWindow(
  browser: string,
  link: string,
  folder: string,
): Promise<{ readonly ended: Promise<boolean> }> {
  const page = pageIn(folder);
  await writeFileAtomically(
    page,
    `<!doctype html><meta charset="utf-8"><title>Holdfast</title><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=${link}">\n`,
  );
  const child = spawn(
    browser,
    [
      `--app=${pathToFileURL(page).href}`,
      `--user-data-dir=${join(folder, 'window')}`,
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-extensions',
      '--disable-sync',
      '--password-store=basic',
    ],
    { stdio: 'ignore', detached: true },
  );
  child.unref();
  const ended = new Promise<boolean>((resolve) => {
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
  await new Promise<void>((resolve) => {
    child.once('spawn', () => resolve());
    child.once('error', () => resolve());
  });
  return { ended };
}

export function removeOpenPage(folder: string): void {
  rmSync(pageIn(folder), { force: true });
}
