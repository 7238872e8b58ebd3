/**
 * `npm run icons`: draws every icon from assets/icons.svg with the Chromium at hand (or HOLDFAST_BROWSER) and writes
 * them beside it. They are committed, so that nothing else needs a browser.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { makeIcns, makeIco, type Picture } from './icon-containers.ts';
import { trayStates } from './tray-states.ts';
import { drawingHash, iconDrawing } from './icon-drawing.ts';

const assets = join(import.meta.dirname, '..', '..', 'assets');
const appSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const browsers = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const program = process.env['HOLDFAST_BROWSER'] ?? browsers.find((path) => existsSync(path));
if (program === undefined) throw new Error('no Chromium; name one in HOLDFAST_BROWSER');
const browser = await chromium.launch({
  executablePath: program,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  const page = await browser.newPage();
  const source = readFileSync(join(assets, 'icons.svg'), 'utf8');
  for (const folder of ['app', 'tray', 'window']) mkdirSync(join(assets, folder), { recursive: true });
  // A test compares it, so that a change of the drawing does not stay without its pictures.
  write('drawn-from.txt', Buffer.from(`${drawingHash(source)}\n`));
  const pictures: Picture[] = [];
  for (const size of appSizes)
    pictures.push({ size, png: await draw(page, iconDrawing(source, 'app', 'coloured'), size) });
  const of = (...sizes: readonly number[]) => pictures.filter(({ size }) => sizes.includes(size));
  for (const { size, png } of of(16, 32, 48, 64, 128, 256, 512)) write(`app/${size}x${size}.png`, png);
  write('app/holdfast.ico', makeIco(of(16, 24, 32, 48, 64, 256)));
  write('app/holdfast.icns', makeIcns(pictures));
  write('window/favicon.ico', makeIco(of(16, 32, 48)));
  for (const state of trayStates) {
    const coloured = iconDrawing(source, state, 'coloured');
    const template = iconDrawing(source, state, 'template');
    write(`tray/${state}.png`, await draw(page, coloured, 32));
    write(`tray/${state}@2x.png`, await draw(page, coloured, 64));
    write(`tray/${state}Template.png`, await draw(page, template, 18));
    write(`tray/${state}Template@2x.png`, await draw(page, template, 36));
  }
} finally {
  await browser.close();
}

function write(name: string, bytes: Buffer): void {
  writeFileSync(join(assets, name), bytes);
}

async function draw(page: Page, svg: string, size: number): Promise<Buffer> {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<!doctype html><style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  );
  return await page.screenshot({ omitBackground: true });
}
