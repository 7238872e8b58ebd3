import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { FakeEngine, fakeEngineThread } from './fake-engine.ts';
import { launchStandIn, type LaunchedStandIn, type LaunchOptions } from './launch-stand-in.ts';

export type Shell = LaunchedStandIn & { readonly engine: FakeEngine; readonly appFolder: string };

const pages = fileURLToPath(new URL('./pages', import.meta.url));

/** The shell on the stand-in, with an engine that is none and pages that show nothing. */
export async function startShell(
  options: Partial<LaunchOptions> & { readonly second?: boolean } = {},
): Promise<Shell> {
  const appFolder = options.appFolder ?? (await mkdtemp(join(tmpdir(), 'holdfast-shell-')));
  const engine = new FakeEngine(appFolder);
  const launched = await launchStandIn({
    renderer: pages,
    engineThread: fakeEngineThread,
    ...options,
    appFolder,
  });
  if (!options.second) await engine.until(({ starts }) => starts.length > 0);
  return Object.defineProperties({} as Shell, {
    ...Object.getOwnPropertyDescriptors(launched),
    engine: { value: engine },
    appFolder: { value: appFolder },
    close: {
      value: async () => {
        await launched.close();
        engine.close();
        if (!options.second) await rm(appFolder, { recursive: true, force: true, maxRetries: 10 });
      },
    },
  });
}
