import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { app } from 'electron';
import { autostartFile, autostartText } from './autostart-file.ts';
import { windowsLoginArguments } from './windows-login-arguments.ts';

/** Lets the program start at login, in the tray, or no more. */
export async function startAtLogin(on: boolean): Promise<void> {
  if (process.platform !== 'linux') {
    const args = windowsLoginArguments({ isPackaged: app.isPackaged, folder: app.getAppPath() });
    return app.setLoginItemSettings({ openAtLogin: on, args });
  }
  const file = autostartFile(homedir(), process.env);
  if (!on) return rm(file, { force: true });
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, autostartText(command()));
}

/** An AppImage is mounted elsewhere at each start, so its own file is named; from source, Electron wants the folder. */
function command(): readonly string[] {
  const program = process.env['APPIMAGE'] ?? process.execPath;
  return app.isPackaged ? [program, '--hidden'] : [program, app.getAppPath(), '--hidden'];
}

/** Whether nobody started it but the login. */
export const openedAtLogin = (): boolean =>
  process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
