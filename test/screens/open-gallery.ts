import { chromium, type Browser } from 'playwright-core';
import { serveGallery, type ServedGallery } from '../../build/serve-gallery.ts';

export type Gallery = ServedGallery & { readonly browser: Browser };

/** The gallery as it is built now, and a browser to look at it. Chromium: HOLDFAST_CHROMIUM, else the system's. */
export async function openGallery(outDir: string): Promise<Gallery> {
  const { url, close } = await serveGallery(outDir);
  const browser = await chromium.launch({
    executablePath: process.env['HOLDFAST_CHROMIUM'] ?? '/usr/bin/chromium',
    timeout: 120_000,
    args: ['--no-sandbox', '--force-color-profile=srgb'],
  });
  return {
    url,
    browser,
    close: async () => {
      await browser.close();
      await close();
    },
  };
}
