import { dirname } from 'node:path';
import type { Page } from 'playwright-core';

export type OpenApp = {
  readonly page: Page;
  /** Does what opens the window for a secret, and waits for that window. */
  readonly secretWindow: (open: () => Promise<void>) => Promise<Page>;
  /** Ends the program as a person does; its folder stays. */
  readonly close: () => Promise<void>;
};

export type AppOptions = { readonly appFolder: string };

/** What no test may touch or wait for: the person's keychain and folders, and a minute for every proof. */
export const testEnvironment = ({ appFolder }: AppOptions): Readonly<Record<string, string>> => ({
  HOME: dirname(appFolder),
  HOLDFAST_KEYCHAIN: 'off',
  HOLDFAST_PROOF_SECONDS: '4',
});
