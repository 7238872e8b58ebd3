import { launchStandIn } from '../electron/launch-stand-in.ts';
import { testEnvironment, type AppOptions, type OpenApp } from './app-under-test.ts';

/** The real main and preload code, with a stand-in for Electron that drives Chromium. */
export async function openStandIn({ appFolder, environment = {} }: AppOptions): Promise<OpenApp> {
  const app = await launchStandIn({ appFolder, env: { ...testEnvironment, ...environment } });
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
