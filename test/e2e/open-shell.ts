import type { RunningShell } from '../electron/launch-electron.ts';
import { testEnvironment, type AppOptions, type OpenApp } from './app-under-test.ts';

type Launch = (options: {
  readonly appFolder: string;
  readonly env: Readonly<Record<string, string>>;
}) => Promise<RunningShell>;

/** The real main and preload code, in Electron or in its stand-in. */
export async function openShell(launch: Launch, { appFolder }: AppOptions): Promise<OpenApp> {
  const app = await launch({ appFolder, env: testEnvironment({ appFolder }) });
  return {
    page: app.page,
    secretWindow: async (open) => {
      const opened = app.secretPage();
      await open();
      return await opened;
    },
    close: app.close,
  };
}
