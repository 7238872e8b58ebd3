import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openChromium } from './open-chromium.ts';
import { testEnvironment, type AppOptions, type OpenApp } from './app-under-test.ts';

const command = join(import.meta.dirname, '../../headless/holdfast.js');

/** `holdfast serve` in a process of its own, and its address in Chromium. */
export async function openLoopback({ appFolder }: AppOptions): Promise<OpenApp> {
  const server = spawn(process.execPath, [command, 'serve', '--home', appFolder], {
    env: { ...process.env, ...testEnvironment({ appFolder }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const link = await firstLine(server);
  const browser = await openChromium();
  const context = await browser.newContext({
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
  });
  const page = await context.newPage();
  await page.goto(link);
  return {
    page,
    secretWindow: async (open) => {
      const [secret] = await Promise.all([context.waitForEvent('page'), open()]);
      return secret;
    },
    close: async () => {
      await browser.close();
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
    },
  };
}

async function firstLine(server: ChildProcess): Promise<string> {
  let said = '';
  server.stderr!.on('data', (data: Buffer) => (said += data.toString()));
  const lines = createInterface({ input: server.stdout! });
  const line = await Promise.race([once(lines, 'line'), once(server, 'exit').then(() => undefined)]);
  if (line === undefined) throw new Error(`holdfast serve ended: ${said}`);
  return String(line[0]);
}
