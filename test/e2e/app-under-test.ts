import type { Page } from 'playwright-core';

export type OpenApp = {
  readonly page: Page;
  /** Does what opens the window for a secret, and waits for that window. */
  readonly secretWindow: (open: () => Promise<void>) => Promise<Page>;
  /** Ends the program as a person does; its folder stays. */
  readonly close: () => Promise<void>;
};

export type AppOptions = { readonly appFolder: string };

/** What no test may touch or wait for: the person's keychain, and a minute for every proof. */
export const testEnvironment: Readonly<Record<string, string>> = {
  HOLDFAST_KEYCHAIN: 'off',
  HOLDFAST_PROOF_SECONDS: '2',
};
