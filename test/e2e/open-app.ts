import type { Page } from 'playwright-core';
import { openLoopback } from './open-loopback.ts';
import { openStandIn } from './open-stand-in.ts';

export const transports = ['loopback', 'electron'] as const;
export type Transport = (typeof transports)[number];

export type OpenApp = {
  readonly page: Page;
  /** Does what opens the window for a secret, and waits for that window. */
  readonly secretWindow: (open: () => Promise<void>) => Promise<Page>;
  /** Ends the program as a person does; its folder stays. */
  readonly close: () => Promise<void>;
};

export type AppOptions = {
  readonly appFolder: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly look?: { readonly colorScheme?: 'light' | 'dark'; readonly locale?: string };
};

/** The program as a person starts it: the real engine, the real window in a real Chromium. */
export async function openApp(transport: Transport, options: AppOptions): Promise<OpenApp> {
  const app = await (transport === 'loopback' ? openLoopback(options) : openStandIn(options));
  // Generous for a loaded machine; a healthy window answers in a tenth of it.
  app.page.setDefaultTimeout(30_000);
  return app;
}

/** What no test may touch or wait for: the person's keychain, and a minute for every proof. */
export const testEnvironment: Readonly<Record<string, string>> = {
  HOLDFAST_KEYCHAIN: 'off',
  HOLDFAST_PROOF_SECONDS: '2',
};
