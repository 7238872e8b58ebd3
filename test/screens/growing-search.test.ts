import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGallery, type Gallery } from './open-gallery.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-gallery-'));
let gallery: Gallery;
beforeAll(async () => {
  gallery = await openGallery(folder);
});
afterAll(async () => {
  await gallery.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

test('the hit that was chosen stays chosen when a better one comes above it', async () => {
  const page = await gallery.browser.newPage();
  page.setDefaultTimeout(90_000);
  await page.goto(`${gallery.url}?scenario=restore&lang=en`);
  await page.getByRole('searchbox').fill('growing');
  const hits = page.getByRole('listbox').getByRole('option');
  const chosen = hits.filter({ hasText: 'growing older.txt' });
  await chosen.click();
  await hits.nth(1).waitFor();
  expect(await hits.first().getAttribute('aria-selected')).toBe('false');
  expect(await chosen.getAttribute('aria-selected')).toBe('true');
});
