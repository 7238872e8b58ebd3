import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { chromium, type Browser } from 'playwright-core';
import { build, preview } from 'vite';

export const top = join(import.meta.dirname, '..', '..');

export type Gallery = {
  /** Without a name it lists the scenarios. */
  readonly url: string;
  readonly browser: Browser;
  readonly close: () => Promise<void>;
};

/** The gallery of the window's scenarios as it is built now, and a browser to look at it. Chromium: HOLDFAST_CHROMIUM, else the system's. */
export async function openGallery(outDir: string): Promise<Gallery> {
  const root = join(top, 'renderer');
  await build({
    configFile: false,
    root,
    base: '/',
    publicDir: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir,
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
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0 },
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('the gallery has no port');
  const browser = await chromium.launch({
    executablePath: process.env['HOLDFAST_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--force-color-profile=srgb'],
  });
  return {
    url: `http://127.0.0.1:${address.port}/testing/gallery.html`,
    browser,
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}
