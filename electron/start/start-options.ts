import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { app } from 'electron';
import { screens, type Screen } from '../../core/contract/notice.ts';
import { defaultHome } from '../../core/app/default-home.ts';

export type StartOptions = {
  readonly appFolder: string;
  /** Chromium's own files, and where the window was. */
  readonly desktopFolder: string;
  /** Begins in the tray: started at login. */
  readonly hidden: boolean;
  /** null: wherever the window is. */
  readonly screen: Screen | null;
};

/** How the program was started. Works before the app is ready. */
export function startOptions(): StartOptions {
  const { env, platform } = process;
  const given = env['HOLDFAST_HOME'];
  const appFolder = given
    ? resolve(given)
    : defaultHome({ platform, userFolder: homedir(), environment: env });
  return {
    appFolder,
    desktopFolder: join(appFolder, 'desktop'),
    hidden: app.commandLine.hasSwitch('hidden'),
    screen: screenNamed(app.commandLine.getSwitchValue('screen')),
  };
}

/** Also for what another start handed over: never trusted. */
export const screenNamed = (name: unknown): Screen | null => screens.find((each) => each === name) ?? null;
