import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type Page } from 'playwright-core';
import { electronIn } from '../../build/find-electron.ts';
import { top } from './stand-in/built-shell.ts';

/** What a spec needs of a running shell, whichever Electron it runs on. */
export type RunningShell = {
  readonly page: Page;
  readonly secretPage: () => Promise<Page>;
  readonly close: () => Promise<void>;
};

/** Why the real Electron cannot be started here. @returns null: it can */
export function whyNoElectron(): string | null {
  if (electronIn(top) === undefined) return 'its binary is not here (npx install-electron fetches it)';
  if (!existsSync(join(top, 'dist', 'main.js'))) return 'the shell is not built (npm run build)';
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY
    ? 'there is no display (xvfb-run gives one)'
    : null;
}

/** The built shell in the real Electron. */
export async function launchElectron(options: {
  readonly appFolder: string;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<RunningShell> {
  const executablePath = electronIn(top);
  if (executablePath === undefined) throw new Error('Electron is not here');
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const app = await _electron.launch({
    executablePath,
    args: [top, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    env: { ...Object.fromEntries(inherited), ...options.env, HOLDFAST_HOME: options.appFolder },
  });
  const given = new WeakSet<Page>();
  const isSecret = (page: Page): boolean => page.url().includes('/secret.html') && !given.has(page);
  return {
    page: await app.firstWindow(),
    secretPage: async () => {
      const page =
        app.windows().find(isSecret) ?? (await app.waitForEvent('window', { predicate: isSecret }));
      given.add(page);
      return page;
    },
    close: () => app.close(),
  };
}
