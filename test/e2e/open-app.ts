import { launchElectron, whyNoElectron } from '../electron/launch-electron.ts';
import { launchStandIn } from '../electron/launch-stand-in.ts';
import type { AppOptions, OpenApp } from './app-under-test.ts';
import { openLoopback } from './open-loopback.ts';
import { openShell } from './open-shell.ts';

type Transport = 'loopback' | 'the stand-in for electron' | 'electron';

/** Where Electron's binary is, the same is clicked in it too. */
export const transports: readonly Transport[] = [
  'loopback',
  'the stand-in for electron',
  ...(whyNoElectron() === null ? (['electron'] as const) : []),
];

/** Generous for a loaded machine; a healthy window answers in a hundredth of it. */
const patienceMs = 90_000;

const openers: Readonly<Record<Transport, (options: AppOptions) => Promise<OpenApp>>> = {
  loopback: openLoopback,
  'the stand-in for electron': async (options) => await openShell(launchStandIn, options),
  electron: async (options) => await openShell(launchElectron, options),
};

/** The program as a person starts it: the real engine, the real window in a real Chromium. */
export async function openApp(transport: Transport, options: AppOptions): Promise<OpenApp> {
  const app = await openers[transport](options);
  app.page.context().setDefaultTimeout(patienceMs);
  return {
    ...app,
    secretWindow: async (open) => {
      const secret = await app.secretWindow(open);
      // In the shell it has a context of its own.
      secret.setDefaultTimeout(patienceMs);
      return secret;
    },
  };
}
