/**
 * `npm run screens [PART OF A NAME …]`: every scenario of the window's gallery as a picture in out/screens, light and dark,
 * with axe's judgement of each. Chromium: HOLDFAST_CHROMIUM, else the system's.
 */
import { mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build, preview } from 'vite';

const top = join(import.meta.dirname, '..', '..');
const pictures = join(top, 'out', 'screens');
const gallery = join(top, 'out', 'gallery');
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

type Look = {
  readonly name: string;
  readonly theme: 'light' | 'dark';
  readonly language: 'en' | 'de';
  readonly width: number;
  readonly height: number;
  readonly scale: number;
};

type Shown = { readonly name: string; readonly press: readonly string[] };

type Judged = {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
  }[];
};

const looks: readonly Look[] = [
  { name: 'light', theme: 'light', language: 'en', width: 1280, height: 800, scale: 1 },
  { name: 'dark', theme: 'dark', language: 'en', width: 1280, height: 800, scale: 1 },
  { name: 'de', theme: 'light', language: 'de', width: 1280, height: 800, scale: 1 },
  { name: 'large', theme: 'dark', language: 'en', width: 1920, height: 1080, scale: 1 },
  { name: 'small', theme: 'light', language: 'de', width: 900, height: 600, scale: 1 },
  { name: 'zoomed', theme: 'dark', language: 'de', width: 640, height: 400, scale: 2 },
];

const root = join(top, 'renderer');
await build({
  configFile: false,
  root,
  base: '/',
  publicDir: false,
  logLevel: 'warn',
  plugins: [react()],
  build: {
    outDir: gallery,
    emptyOutDir: true,
    target: 'es2024',
    chunkSizeWarningLimit: 5000,
    rolldownOptions: { input: join(root, 'testing', 'gallery.html') },
  },
});
const server = await preview({
  configFile: false,
  root,
  logLevel: 'warn',
  build: { outDir: gallery },
  preview: { host: '127.0.0.1', port: 0 },
});
const address = server.httpServer.address();
if (address === null || typeof address === 'string') throw new Error('the gallery has no port');
const browser = await chromium.launch({
  executablePath: process.env['HOLDFAST_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--force-color-profile=srgb'],
});
await rm(pictures, { recursive: true, force: true });
await mkdir(pictures, { recursive: true });
try {
  const faults = await takeAll(browser, `http://127.0.0.1:${address.port}/testing/gallery.html`);
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  if (faults.length > 0) process.exitCode = 1;
} finally {
  await browser.close();
  await server.close();
}

async function takeAll(chrome: Browser, url: string): Promise<readonly string[]> {
  const faults: string[] = [];
  const wanted = process.argv.slice(2);
  for (const look of looks) {
    const context = await chrome.newContext({
      colorScheme: look.theme,
      viewport: { width: look.width, height: look.height },
      deviceScaleFactor: look.scale,
      reducedMotion: 'reduce',
      timezoneId: 'Europe/Berlin',
      locale: look.language,
    });
    const page = await context.newPage();
    await page.clock.setFixedTime(new Date('2026-11-22T14:30:00Z'));
    page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
    await page.goto(url);
    const shown = await listed(page);
    const asked = shown.filter(
      ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
    );
    for (const scenario of asked) faults.push(...(await take(page, url, scenario, look)));
    await context.close();
    process.stdout.write(`${look.name}: ${asked.length} scenarios\n`);
  }
  return faults;
}

async function listed(page: Page): Promise<readonly Shown[]> {
  const links = await page.getByRole('link').all();
  return await Promise.all(
    links.map(async (link) => ({
      name: await link.innerText(),
      press: ((await link.getAttribute('data-press')) ?? '').split(' >> ').filter((one) => one !== ''),
    })),
  );
}

async function take(page: Page, url: string, { name, press }: Shown, look: Look): Promise<readonly string[]> {
  await page.goto(`${url}?scenario=${encodeURIComponent(name)}&lang=${look.language}`);
  await page.waitForFunction(
    "document.querySelector('main h1') && !document.querySelector('main > .page[aria-busy=true]')",
  );
  for (const selector of press) await page.locator(selector).first().click();
  await page.evaluate(
    'Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null))).then(() => null)',
  );
  await page.screenshot({ path: join(pictures, `${name}.${look.name}.png`) });
  await page.addScriptTag({ path: axe });
  const { violations } = await page.evaluate<Judged>('axe.run()');
  return violations.map(
    ({ id, nodes }) =>
      `${name}.${look.name}: ${id} at ${nodes[0]?.target.join(' ')} (${nodes[0]?.failureSummary})`,
  );
}
