import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { openGallery, type Gallery } from './open-gallery.ts';

/** For the tests of a file: opens a scenario of the gallery, in English. */
export function useGallery(): (scenario: string) => Promise<Page> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-gallery-'));
  let gallery: Gallery | undefined;
  beforeAll(async () => {
    gallery = await openGallery(folder);
  });
  afterAll(async () => {
    await gallery?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  });
  return async (scenario) => {
    if (!gallery) throw new Error('only in a test');
    const page = await gallery.browser.newPage();
    // Generous for a machine that runs everything at once.
    page.setDefaultTimeout(90_000);
    await page.goto(`${gallery.url}?scenario=${scenario}&lang=en`);
    return page;
  };
}
