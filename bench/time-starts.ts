import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startEngine } from '../core/app/service/start-engine.ts';
import { realWorld } from '../core/system/world.ts';
import { startServer } from '../headless/serve/start-server.ts';
import type { WindowFile } from '../headless/serve/window-files.ts';
import { fillSetUp, jobEnded } from './practice-set.ts';

const source = join(import.meta.dirname, '../docs');

type Starts = {
  /** Of each start, ms. */
  readonly times: readonly number[];
  /** Paths that a start asks for before it is done. */
  readonly loaded: readonly string[];
};

/** From navigation to the heading of the overview, as a person sees it: the frame with the heading in it has been drawn when the next one begins. */
export async function timeStarts(
  chrome: Browser,
  files: ReadonlyMap<string, WindowFile>,
  starts: number,
): Promise<Starts> {
  const appFolder = await mkdtemp(join(tmpdir(), 'holdfast-window-'));
  process.env['HOLDFAST_PROOF_SECONDS'] = '0';
  const engine = startEngine({
    entry: new URL('../headless/engine-thread.ts', import.meta.url),
    data: { appFolder, version: '0.0.0', shell: 'loopback', keychain: false },
  });
  try {
    const backup = jobEnded(engine, ({ kind }) => kind === 'backup');
    const commit = await fillSetUp(engine, source);
    await commit();
    await backup;
    const server = await startServer({ engine, files, world: realWorld, port: 0 });
    try {
      const times: number[] = [];
      let loaded: readonly string[] = [];
      for (let start = 0; start < starts; start++) {
        const context = await chrome.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } });
        const page = await context.newPage();
        await page.addInitScript(`globalThis.painted = new Promise((resolve) => {
          const look = () => {
            if (!document.querySelector('main h1:not(.visually-hidden)')) return;
            observer.disconnect();
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
          };
          const observer = new MutationObserver(look);
          observer.observe(document, { childList: true, subtree: true });
        })`);
        await page.goto(server.newLink());
        times.push(await page.evaluate<number>('painted'));
        const urls = await page.evaluate<readonly string[]>(
          `performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)`,
        );
        loaded = [...new Set(urls)];
        await context.close();
      }
      return { times, loaded };
    } finally {
      await server.close();
    }
  } finally {
    await engine.stop();
    await rm(appFolder, { recursive: true, force: true });
  }
}
