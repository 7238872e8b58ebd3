import type { AppOptions, OpenApp } from './app-under-test.ts';
import { openLoopback } from './open-loopback.ts';
import { openStandIn } from './open-stand-in.ts';

export const transports = ['loopback', 'electron'] as const;
type Transport = (typeof transports)[number];

/** The program as a person starts it: the real engine, the real window in a real Chromium. */
export async function openApp(transport: Transport, options: AppOptions): Promise<OpenApp> {
  const app = await (transport === 'loopback' ? openLoopback(options) : openStandIn(options));
  // Generous for a loaded machine; a healthy window answers in a tenth of it.
  app.page.setDefaultTimeout(30_000);
  return app;
}
